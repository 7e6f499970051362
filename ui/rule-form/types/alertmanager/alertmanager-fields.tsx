import { NativeSelect } from '@mantine/core';
import { texts as common } from '../../../texts/common.ts';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { DurationField } from '../../fields/duration-field.tsx';
import { useField } from '../../fields/faults-context.ts';
import { More } from '../../fields/more.tsx';
import { TextField } from '../../fields/text-field.tsx';
import { defined, orAbsent, orNull, textAt } from '../read-params.ts';
import type { TypeFieldsProps } from '../type-form.ts';
import { useTypeValues } from '../use-type-values.ts';

const texts = ruleTypeTexts.alertmanager;
const severities = ['critical', 'error', 'warning', 'info'] as const;
const names = ['resolveTimeout', 'webhookTimeout', 'severityLabel', 'defaultSeverity'] as const;
type Values = Readonly<Record<(typeof names)[number], string>>;

const toParams = ({ resolveTimeout, webhookTimeout, severityLabel, defaultSeverity }: Values) =>
  defined({
    resolveTimeout: orAbsent(resolveTimeout),
    webhookTimeout: orNull(webhookTimeout),
    severityLabel: orAbsent(severityLabel),
    defaultSeverity: orAbsent(defaultSeverity),
  });

export function AlertmanagerFields({ initial, onChange }: TypeFieldsProps) {
  const [values, set] = useTypeValues<Values>(
    () => ({
      resolveTimeout: textAt(initial, 'resolveTimeout'),
      webhookTimeout: textAt(initial, 'webhookTimeout'),
      severityLabel: textAt(initial, 'severityLabel'),
      defaultSeverity: textAt(initial, 'defaultSeverity') || 'critical',
    }),
    toParams,
    onChange,
  );
  return (
    <More
      paths={names.map((name) => `params.${name}`)}
      isOpen={Object.keys(initial).length > 0}
      label={ruleTypeTexts.howItIsTaken}
    >
      <TextField
        path="params.severityLabel"
        label={texts.severityLabel}
        placeholder="severity"
        value={values.severityLabel}
        onText={(severityLabel) => set({ severityLabel })}
      />
      <NativeSelect
        label={texts.defaultSeverity}
        data={severities.map((value) => ({ value, label: common.severities[value] }))}
        value={values.defaultSeverity}
        onChange={({ currentTarget }) => set({ defaultSeverity: currentTarget.value })}
        {...useField('params.defaultSeverity')}
      />
      <DurationField
        path="params.resolveTimeout"
        label={texts.resolveTimeout}
        placeholder="5"
        value={values.resolveTimeout}
        onText={(resolveTimeout) => set({ resolveTimeout })}
      />
      <DurationField
        path="params.webhookTimeout"
        label={texts.webhookTimeout}
        hint={texts.webhookHint}
        value={values.webhookTimeout}
        onText={(webhookTimeout) => set({ webhookTimeout })}
      />
    </More>
  );
}
