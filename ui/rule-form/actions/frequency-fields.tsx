import { Group, NativeSelect } from '@mantine/core';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { DurationField } from '../fields/duration-field.tsx';
import { useField } from '../fields/faults-context.ts';
import type { RuleTypeShown } from '../rule-form-api.ts';
import { type ActionValues, type Frequency, withFrequency } from './action-values.ts';

const frequencies: readonly (Frequency & { readonly id: keyof typeof texts.frequencies })[] = [
  { id: 'each onActionGroupChange', isSummary: false, notifyWhen: 'onActionGroupChange' },
  { id: 'each onActiveAlert', isSummary: false, notifyWhen: 'onActiveAlert' },
  { id: 'each onThrottleInterval', isSummary: false, notifyWhen: 'onThrottleInterval' },
  { id: 'summary onActiveAlert', isSummary: true, notifyWhen: 'onActiveAlert' },
  { id: 'summary onThrottleInterval', isSummary: true, notifyWhen: 'onThrottleInterval' },
];

/** How often an action runs, and for one alert or for all of them together. */
export function FrequencyFields({
  index,
  action,
  type,
  onChange,
}: {
  readonly index: number;
  readonly action: ActionValues;
  readonly type: RuleTypeShown;
  readonly onChange: (change: (action: ActionValues) => ActionValues) => void;
}) {
  const { isSummary, notifyWhen, throttle } = action;
  const chosen =
    frequencies.find((each) => each.isSummary === isSummary && each.notifyWhen === notifyWhen) ??
    // A summary on status change, which the API takes, runs on check intervals.
    frequencies[3];
  return (
    <Group gap="sm" align="flex-start">
      <NativeSelect
        label={texts.frequency}
        flex="1 1 16rem"
        data={frequencies.map(({ id }) => ({ value: id, label: texts.frequencies[id] }))}
        value={chosen?.id ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const next = frequencies.find(({ id }) => id === value);
          if (next !== undefined) onChange((old) => withFrequency(type, old, next));
        }}
        {...useField(`actions.${index}.frequency`)}
      />
      {notifyWhen === 'onThrottleInterval' && (
        <DurationField
          path={`actions.${index}.frequency.throttle`}
          label={texts.throttle}
          value={throttle}
          unit="h"
          onText={(text) => onChange((old) => ({ ...old, throttle: text }))}
        />
      )}
    </Group>
  );
}
