import { Input, Textarea } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { FieldLabel } from './field-label.tsx';
import type { ParamsFormState } from './use-params-form.ts';

const JsonEditor = lazy(() => import('./json-editor.tsx'));

/** Custom details as JSON: an editor that knows JSON, a plain field until that is loaded. */
export function DetailsField({ form }: { readonly form: ParamsFormState }) {
  const { value, onChange, onBlur, error } = form.getInputProps('customDetails');
  const labelId = useId();
  const errorId = useId();
  const leave = () => {
    if (form.getValues().customDetails.trim() === '') onChange('{}');
    onBlur();
  };
  return (
    <Input.Wrapper
      label={<FieldLabel label={texts.customDetails} isOptional />}
      labelElement="div"
      labelProps={{ id: labelId }}
      error={error}
      errorProps={{ id: errorId }}
    >
      <Suspense
        fallback={
          <Textarea
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            onBlur={leave}
            aria-labelledby={labelId}
            rows={4}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          />
        }
      >
        <JsonEditor
          text={value}
          onChange={onChange}
          onBlur={leave}
          labelId={labelId}
          errorId={errorId}
          isInvalid={Boolean(error)}
        />
      </Suspense>
    </Input.Wrapper>
  );
}
