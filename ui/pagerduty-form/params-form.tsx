import { Group, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { texts as common } from '../texts/common.ts';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { DetailsField } from './details-field.tsx';
import { FieldLabel } from './field-label.tsx';
import { LinksField } from './links-field.tsx';
import { alertActions, fieldsOf, type ParamsField, severities } from './params-values.ts';
import type { ParamsFormState } from './use-params-form.ts';

const actionChoices = alertActions.map((value) => ({ value, label: common.actions[value] }));
const severityChoices = severities.map((value) => ({ value, label: common.severities[value] }));

/**
 * The fields of an event, exactly those that its action needs (contract 2.6). Of a change event the action is not
 * asked. The buttons are whoever shows it: put both into one `<form onSubmit={form.onSubmit(…)} noValidate>`.
 */
export function ParamsForm({ form }: { readonly form: ParamsFormState }) {
  const { eventAction } = form.values;
  const has = (field: ParamsField) => fieldsOf(eventAction).has(field);
  const text = (field: Exclude<ParamsField, 'links'>, isRequired = false) => (
    <TextField form={form} field={field} isRequired={isRequired} />
  );

  return (
    <Stack gap="sm">
      {eventAction !== 'change' && <ActionField form={form} />}
      {has('dedupKey') && text('dedupKey', eventAction !== 'trigger')}
      {has('summary') && text('summary', true)}
      {has('timestamp') && (
        <Group grow align="flex-start" gap="sm" preventGrowOverflow={false}>
          {has('severity') && (
            <Select
              label={<FieldLabel label={texts.severity} isOptional />}
              data={severityChoices}
              placeholder={texts.noSeverity}
              clearable
              miw={180}
              {...form.getInputProps('severity')}
              value={form.values.severity === '' ? null : form.values.severity}
              onChange={(value) => form.setFieldValue('severity', severityOf(value))}
              clearButtonProps={{ 'aria-label': texts.noSeverity }}
            />
          )}
          <TextInput
            label={<FieldLabel label={texts.timestamp} isOptional />}
            placeholder={texts.timestampExample}
            miw={180}
            {...form.getInputProps('timestamp')}
          />
        </Group>
      )}
      {has('component') && text('component')}
      {has('group') && text('group')}
      {has('source') && text('source')}
      {has('class') && text('class')}
      {has('customDetails') && <DetailsField form={form} />}
      {has('links') && <LinksField form={form} />}
    </Stack>
  );
}

const severityOf = (value: string | null) => severities.find((each) => each === value) ?? '';

function ActionField({ form }: { readonly form: ParamsFormState }) {
  const id = useId();
  return (
    <div>
      <Text id={id} size="sm" fw={500} mb={4}>
        {texts.eventAction}
      </Text>
      <SegmentedControl
        aria-labelledby={id}
        data={actionChoices}
        value={form.values.eventAction}
        onChange={(value) => {
          form.setFieldValue('eventAction', value);
          // What was wrong may be right for another action.
          form.clearErrors();
        }}
        fullWidth
      />
    </div>
  );
}

function TextField({
  form,
  field,
  isRequired,
}: {
  readonly form: ParamsFormState;
  readonly field: Exclude<ParamsField, 'links'>;
  readonly isRequired: boolean;
}) {
  return (
    <TextInput
      label={<FieldLabel label={texts[field]} isOptional={!isRequired} />}
      aria-required={isRequired}
      autoComplete="off"
      {...form.getInputProps(field)}
    />
  );
}
