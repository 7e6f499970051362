import { Group, NativeSelect, TextInput } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { useField } from '../../fields/faults-context.ts';
import { comparators, hasTwo, type ThresholdValues } from './prometheus-values.ts';

const texts = ruleTypeTexts.prometheus;

/** When a value counts: a comparison with one number or two; or never. */
export function ThresholdField({
  path,
  label,
  value,
  onValue,
}: {
  readonly path: string;
  readonly label: string;
  readonly value: ThresholdValues;
  readonly onValue: (value: ThresholdValues) => void;
}) {
  const { error, ...field } = useField(path, true);
  const { comparator, first, second } = value;
  const align = { mb: error === undefined ? 0 : 22 };
  const number = (name: string, text: string, part: 'first' | 'second') => (
    <TextInput
      {...field}
      aria-label={name}
      inputMode="decimal"
      autoComplete="off"
      flex={1}
      miw={70}
      {...align}
      value={text}
      aria-invalid={error !== undefined}
      onChange={({ currentTarget }) => onValue({ ...value, [part]: currentTarget.value })}
    />
  );
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <NativeSelect
        label={label}
        error={error}
        flex={2}
        miw={0}
        value={comparator}
        onChange={({ currentTarget }) =>
          onValue({
            ...value,
            comparator: comparators.find((each) => each === currentTarget.value) ?? '',
          })
        }
        data={[
          { value: '', label: texts.never },
          ...comparators.map((each) => ({ value: each, label: texts.comparators[each] })),
        ]}
        {...field}
      />
      {comparator !== '' && number(texts.thresholdOf(label), first, 'first')}
      {hasTwo(comparator) && number(texts.secondOf(label), second, 'second')}
    </Group>
  );
}
