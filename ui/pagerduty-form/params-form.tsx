import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { texts as common } from '../texts/common.ts';
import { pagerDutyFormTexts as texts } from '../texts/pagerduty-form.ts';
import { useVariables } from '../variables/template-context.ts';
import { TemplateInput } from '../variables/template-input.tsx';
import { DetailsField } from './details-field.tsx';
import { FieldLabel } from './field-label.tsx';
import { LinksField } from './links-field.tsx';
import { alertActions, fieldsOf, isTemplate, type ParamsField, severities } from './params-values.ts';
import type { ParamsFormState } from './use-params-form.ts';

const actionChoices = alertActions.map((value) => ({ value, label: common.actions[value] }));
const severityChoices = severities.map((value) => ({ value, label: common.severities[value] }));

/** What is said of fields from outside, by field. */
export type OfFields = Partial<Readonly<Record<ParamsField, string>>>;

interface ParamsFormProps {
  readonly form: ParamsFormState;
  /** What a field that is left empty comes to. */
  readonly defaults?: OfFields;
  /** What the server found wrong, where the form itself finds nothing. */
  readonly faults?: OfFields;
}

/**
 * The fields of an event, exactly those that its action needs (contract 2.6). Of a change event the action is not
 * asked. Inside of a `TemplateContext` they are templates of a rule's action. The buttons are whoever shows it: put both
 * into one `<form onSubmit={form.onSubmit(…)} noValidate>`.
 */
export function ParamsForm({ form, defaults = {}, faults = {} }: ParamsFormProps) {
  const { eventAction } = form.values;
  const areTemplates = useVariables() !== undefined;
  const has = (field: ParamsField) => fieldsOf(eventAction).has(field);
  const text = (field: TextParam, isRequired = false) => (
    <TextField
      form={form}
      field={field}
      isRequired={isRequired}
      hint={defaults[field]}
      fault={faults[field]}
    />
  );

  return (
    <Stack gap="sm">
      {eventAction !== 'change' && <ActionField form={form} />}
      {has('dedupKey') && text('dedupKey', eventAction !== 'trigger' && !areTemplates)}
      {has('summary') && text('summary', true)}
      {has('timestamp') && (
        <Group grow align="flex-start" gap="sm" preventGrowOverflow={false}>
          {has('severity') && <SeverityField form={form} hint={defaults.severity} fault={faults.severity} />}
          <TemplateInput
            label={<FieldLabel label={texts.timestamp} isOptional />}
            name={texts.timestamp}
            placeholder={defaults.timestamp ?? texts.timestampExample}
            miw={180}
            {...inputOf(form, 'timestamp', faults.timestamp)}
          />
        </Group>
      )}
      {has('component') && text('component')}
      {has('group') && text('group')}
      {has('source') && text('source')}
      {has('class') && text('class')}
      {has('customDetails') && <DetailsField form={form} fault={faults.customDetails} />}
      {has('links') && <LinksField form={form} fault={faults.links} />}
    </Stack>
  );
}

type TextParam = Exclude<ParamsField, 'links'>;

function inputOf(form: ParamsFormState, field: TextParam, fault: string | undefined) {
  const { error, onBlur } = form.getInputProps(field);
  return {
    value: form.values[field],
    onText: (text: string) => form.setFieldValue(field, text),
    error: error ?? fault,
    onBlur,
  };
}

function SeverityField({
  form,
  hint = texts.noSeverity,
  fault,
}: {
  readonly form: ParamsFormState;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}) {
  const { severity } = form.values;
  const variables = useVariables() ?? [];
  const ofAlert = variables.some(({ name }) => name === 'context.severity') ? ['{{context.severity}}'] : [];
  const templates = new Set([...ofAlert, ...(isTemplate(severity) ? [severity] : [])]);
  return (
    <Select
      label={<FieldLabel label={texts.severity} isOptional />}
      data={[...severityChoices, ...[...templates].map((value) => ({ value, label: texts.asIn(value) }))]}
      placeholder={hint}
      clearable
      miw={180}
      error={form.getInputProps('severity').error ?? fault}
      value={severity === '' ? null : severity}
      onChange={(value) => form.setFieldValue('severity', value ?? '')}
      clearButtonProps={{ 'aria-label': texts.noSeverity }}
    />
  );
}

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
  hint,
  fault,
}: {
  readonly form: ParamsFormState;
  readonly field: TextParam;
  readonly isRequired: boolean;
  readonly hint: string | undefined;
  readonly fault: string | undefined;
}) {
  return (
    <TemplateInput
      label={<FieldLabel label={texts[field]} isOptional={!isRequired} />}
      name={texts[field]}
      aria-required={isRequired}
      {...(hint !== undefined && { placeholder: hint })}
      {...inputOf(form, field, fault)}
    />
  );
}
