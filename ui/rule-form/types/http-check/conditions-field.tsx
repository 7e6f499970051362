import { ActionIcon, Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { useField } from '../../fields/faults-context.ts';
import { type ConditionValues, operators } from './http-check-values.ts';

const texts = ruleTypeTexts.httpCheck;

/** What has to hold of an answer in JSON, a row each. */
export function ConditionsField({
  conditions,
  onConditions,
}: {
  readonly conditions: readonly ConditionValues[];
  readonly onConditions: (conditions: readonly ConditionValues[]) => void;
}) {
  const labelId = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const { error, ...field } = useField('params.bodyJson', true);
  const set = (row: number, change: Partial<ConditionValues>) =>
    onConditions(conditions.map((each) => (each.row === row ? { ...each, ...change } : each)));
  const ofRow = (label: string, index: number) => ruleTypeTexts.ofRow(label, index + 1);
  return (
    <Stack gap="xs" role="group" aria-labelledby={labelId} {...field}>
      <div>
        <Text id={labelId} size="sm" fw={600}>
          {texts.bodyJson}
        </Text>
        {conditions.length > 0 && (
          <Text size="xs" c="dimmed">
            {texts.valueHint}
          </Text>
        )}
      </div>
      {conditions.map(({ row, path, operator, value }, index) => (
        <Group key={row} gap="xs" wrap="nowrap">
          <TextInput
            flex={2}
            miw={0}
            placeholder="$.status"
            aria-label={ofRow(texts.path, index)}
            value={path}
            onChange={({ currentTarget }) => set(row, { path: currentTarget.value })}
          />
          <NativeSelect
            flex={1}
            miw={0}
            aria-label={ofRow(texts.operator, index)}
            data={operators.map((each) => ({ value: each, label: texts.operators[each] }))}
            value={operator}
            onChange={({ currentTarget }) =>
              set(row, { operator: operators.find((each) => each === currentTarget.value) ?? '==' })
            }
          />
          {operator !== 'exists' && operator !== 'missing' && (
            <TextInput
              flex={1}
              miw={0}
              placeholder="ok"
              aria-label={ofRow(texts.value, index)}
              value={value}
              onChange={({ currentTarget }) => set(row, { value: currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label={texts.removeCondition(index + 1)}
            onClick={() => {
              onConditions(conditions.filter((each) => each.row !== row));
              addButton.current?.focus();
            }}
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className="from-outside">
          {error}
        </Text>
      )}
      <div>
        <Button
          ref={addButton}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onConditions([
              ...conditions,
              {
                row: Math.max(-1, ...conditions.map((each) => each.row)) + 1,
                path: '$.',
                operator: '==',
                value: '',
              },
            ])
          }
        >
          {texts.addCondition}
        </Button>
      </div>
    </Stack>
  );
}
