import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { listTexts } from '../texts/lists.ts';

/** Looks for exactly one dedup key. It is taken on Enter, or when the field is left: half a key finds nothing. */
export function DedupKeyFilter({
  value = '',
  onChange,
}: {
  readonly value?: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const take = () => text !== value && onChange(text);
  return (
    <TextInput
      label={listTexts.dedupKey}
      placeholder={listTexts.dedupKeyHint}
      value={text}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onKeyDown={({ key }) => key === 'Enter' && take()}
      onBlur={take}
      autoComplete="off"
      spellCheck={false}
      flex="2 1 13rem"
      maw="22rem"
      rightSection={
        text !== '' && (
          <CloseButton
            size="sm"
            aria-label={listTexts.clearDedupKey}
            onClick={() => {
              setText('');
              onChange('');
            }}
          />
        )
      }
    />
  );
}
