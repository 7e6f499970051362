import { Box, Input, Textarea } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { lazy, Suspense, useRef } from 'react';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { useVariables } from '../variables/template-context.ts';
import { VariablePicker } from '../variables/variable-picker.tsx';
import { FieldLabel } from './field-label.tsx';
import type { ParamsFormState } from './use-params-form.ts';

const JsonEditor = lazy(() => import('./json-editor.tsx'));

/** Custom details as JSON: an editor that knows JSON, a plain field until that is loaded. */
export function DetailsField({
  form,
  fault,
}: {
  readonly form: ParamsFormState;
  readonly fault?: string | undefined;
}) {
  const { value, onChange, onBlur, error: own } = form.getInputProps('customDetails');
  const error = own ?? fault;
  const variables = useVariables();
  /** Puts a text at the cursor of the editor, once there is one. */
  const insert = useRef<(text: string) => void>(undefined);
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
      pos="relative"
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
          variables={variables}
          insert={insert}
        />
      </Suspense>
      {variables !== undefined && (
        <Box pos="absolute" top={0} right={0}>
          <VariablePicker
            field={texts.customDetails}
            variables={variables}
            onPick={(name) => insert.current?.(`{{${name}}}`)}
          />
        </Box>
      )}
    </Input.Wrapper>
  );
}
