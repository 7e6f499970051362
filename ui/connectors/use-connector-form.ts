import { type UseFormReturnType, useForm } from '@mantine/form';
import { useState } from 'react';
import type { ListedConnector } from './connector-queries.ts';
import {
  type ConnectorField,
  type ConnectorValues,
  emptyConnector,
  validateConnector,
  valuesOf,
} from './connector-values.ts';

export type ConnectorFormState = UseFormReturnType<ConnectorValues>;

const isField = (field: string): field is ConnectorField => /^(?:name|ownUrl|key)$/.test(field);

/**
 * The state of the Configuration tab. A field is checked when it is left, or as soon as something was pasted, and from
 * then on with each key.
 */
export function useConnectorForm(
  connector: ListedConnector | undefined,
  sandboxUrl: string | undefined,
): ConnectorFormState {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [initialValues] = useState(() =>
    connector === undefined ? emptyConnector : valuesOf(connector, sandboxUrl),
  );
  const see = (field: string) =>
    setSeen((before) => (before.has(field) ? before : new Set([...before, field])));
  return useForm<ConnectorValues>({
    initialValues,
    validate: validateConnector,
    onValuesChange: (values, previous) => {
      for (const field of ['ownUrl', 'key'] as const) {
        if (isPasted(previous[field], values[field])) see(field);
      }
    },
    enhanceGetInputProps: ({ inputProps, field, form }) => {
      if (!isField(field)) return {};
      // After saving all is as in the beginning, and nobody was wrong yet.
      const isChecked = seen.has(field) && form.isDirty();
      const fault = isChecked ? validateConnector(form.getValues())[field] : undefined;
      return { error: inputProps.error ?? fault, onBlur: () => see(field) };
    },
  });
}

/** More than a key can type at once. */
function isPasted(before: string, now: string): boolean {
  return now.length > before.length + 1;
}
