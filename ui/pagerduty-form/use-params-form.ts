import { type UseFormReturnType, useForm } from '@mantine/form';
import { useState } from 'react';
import { fromParams } from './from-params.ts';
import type { ParamsField, ParamsValues } from './params-values.ts';
import { validateParams } from './validate-params.ts';

export type ParamsFormState = UseFormReturnType<ParamsValues>;

const isField = (faults: object, field: string): field is ParamsField => field in faults;

/**
 * The state of a form in which an event is written, for `ParamsForm`. `initial` are params of the API; without them
 * it is an empty trigger. Send what `toParams(form.getValues())` says, from `form.onSubmit`, which checks first.
 * A field is checked when it is left for the first time, and from then on with each key.
 */
export function useParamsForm(
  initial?: unknown,
  {
    areTemplates = false,
    onValues,
  }: {
    /** Of a rule's action (`validateParams`). */
    readonly areTemplates?: boolean;
    /** Told of each change. */
    readonly onValues?: (values: ParamsValues) => void;
  } = {},
): ParamsFormState {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [initialValues] = useState(() => fromParams(initial));
  return useForm<ParamsValues>({
    initialValues,
    validate: (values) => validateParams(values, areTemplates),
    ...(onValues !== undefined && { onValuesChange: onValues }),
    enhanceGetInputProps: ({ inputProps, field, form }) => {
      const faults = seen.has(field) ? validateParams(form.getValues(), areTemplates) : {};
      return {
        error: inputProps.error ?? (isField(faults, field) ? faults[field] : undefined),
        onBlur: () => setSeen((before) => (before.has(field) ? before : new Set([...before, field]))),
      };
    },
  });
}
