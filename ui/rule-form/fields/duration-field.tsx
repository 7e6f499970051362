import { Group, NativeSelect, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ruleFormTexts as texts } from '../../texts/rule-form.ts';
import { type DurationUnit, durationParts, durationText } from './duration-parts.ts';
import { useField } from './faults-context.ts';
import { hintBelow } from './hint-below.ts';

/** A length of time: a number and its unit. Empty where it may be. */
export function DurationField({
  path,
  label,
  hint,
  placeholder,
  value,
  unit = 'm',
  units = ['s', 'm', 'h', 'd'],
  onText,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  /** As the API has it: `10m`, or empty. Read once. */
  readonly value: string;
  /** What is offered for a field that is empty. */
  readonly unit?: DurationUnit;
  readonly units?: readonly DurationUnit[];
  readonly onText: (text: string) => void;
}) {
  const [parts, setParts] = useState(() => durationParts(value, unit));
  const { error, ...field } = useField(path);
  const set = (change: Partial<typeof parts>) => {
    const next = { ...parts, ...change };
    setParts(next);
    onText(durationText(next));
  };
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap">
      <TextInput
        label={label}
        description={hint}
        inputWrapperOrder={hintBelow}
        placeholder={placeholder ?? ''}
        inputMode="numeric"
        autoComplete="off"
        value={parts.amount}
        error={error}
        flex={1}
        onChange={({ currentTarget }) => set({ amount: currentTarget.value })}
        {...field}
      />
      <NativeSelect
        aria-label={texts.unitOf(label)}
        data={units.map((each) => ({ value: each, label: texts.units[each] }))}
        value={parts.unit}
        // As high as the label beside it.
        label={'\u00a0'}
        w={148}
        onChange={({ currentTarget }) =>
          set({ unit: units.find((each) => each === currentTarget.value) ?? unit })
        }
      />
    </Group>
  );
}
