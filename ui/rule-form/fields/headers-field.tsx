import { TextInput } from '@mantine/core';
import { ruleTypeTexts as texts } from '../../texts/rule-types.ts';
import type { Pair } from '../types/read-params.ts';
import { RowsField } from './rows-field.tsx';

/** Headers that are sent along, a row each. */
export function HeadersField({
  headers,
  onHeaders,
}: {
  readonly headers: readonly Pair[];
  readonly onHeaders: (headers: readonly Pair[]) => void;
}) {
  return (
    <RowsField
      path="params.headers"
      isGroup
      texts={{ label: texts.headers, add: texts.addHeader, remove: texts.removeHeader }}
      rows={headers}
      empty={(row) => ({ row, name: '', value: '' })}
      onRows={onHeaders}
    >
      {({ name, value }, index, set) => (
        <>
          <TextInput
            flex={1}
            miw={0}
            placeholder={texts.headerName}
            aria-label={texts.ofRow(texts.headerName, index + 1)}
            value={name}
            onChange={({ currentTarget }) => set({ name: currentTarget.value })}
          />
          <TextInput
            flex={1}
            miw={0}
            placeholder={texts.headerValue}
            aria-label={texts.ofRow(texts.headerValue, index + 1)}
            value={value}
            onChange={({ currentTarget }) => set({ value: currentTarget.value })}
          />
        </>
      )}
    </RowsField>
  );
}
