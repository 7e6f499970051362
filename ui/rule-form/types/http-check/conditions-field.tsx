import { NativeSelect, TextInput } from '@mantine/core';
import { ruleTypeTexts } from '../../../texts/rule-types.ts';
import { RowsField } from '../../fields/rows-field.tsx';
import { type ConditionValues, operators } from './http-check-values.ts';

const texts = ruleTypeTexts.httpCheck;
const ofRow = (label: string, index: number) => ruleTypeTexts.ofRow(label, index + 1);

/** What has to hold of an answer in JSON, a row each. */
export function ConditionsField({
  conditions,
  onConditions,
}: {
  readonly conditions: readonly ConditionValues[];
  readonly onConditions: (conditions: readonly ConditionValues[]) => void;
}) {
  return (
    <RowsField<ConditionValues>
      path="params.bodyJson"
      isGroup
      texts={{
        label: texts.bodyJson,
        hint: conditions.length > 0 ? texts.valueHint : undefined,
        add: texts.addCondition,
        remove: texts.removeCondition,
      }}
      rows={conditions}
      empty={(row) => ({ row, path: '$.', operator: '==', value: '' })}
      onRows={onConditions}
    >
      {({ path, operator, value }, index, set) => (
        <>
          <TextInput
            flex={2}
            miw={0}
            placeholder="$.status"
            aria-label={ofRow(texts.path, index)}
            value={path}
            onChange={({ currentTarget }) => set({ path: currentTarget.value })}
          />
          <NativeSelect
            flex={1}
            miw={0}
            aria-label={ofRow(texts.operator, index)}
            data={operators.map((each) => ({ value: each, label: texts.operators[each] }))}
            value={operator}
            onChange={({ currentTarget }) =>
              set({ operator: operators.find((each) => each === currentTarget.value) ?? '==' })
            }
          />
          {operator !== 'exists' && operator !== 'missing' && (
            <TextInput
              flex={1}
              miw={0}
              placeholder="ok"
              aria-label={ofRow(texts.value, index)}
              value={value}
              onChange={({ currentTarget }) => set({ value: currentTarget.value })}
            />
          )}
        </>
      )}
    </RowsField>
  );
}
