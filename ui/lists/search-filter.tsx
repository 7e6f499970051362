import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { listTexts } from '../texts/lists.ts';

/** Milliseconds after the last key: then the search is meant. */
const pause = 250;

/** Looks for words, as somebody types them. */
export function SearchFilter({
  value = '',
  hint,
  onChange,
}: {
  readonly value?: string | undefined;
  /** What is searched. */
  readonly hint: string;
  readonly onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const later = useDebouncedCallback(onChange, pause);
  return (
    <TextInput
      label={listTexts.search}
      placeholder={hint}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        later(currentTarget.value);
      }}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text !== '' && (
          <CloseButton
            size="sm"
            aria-label={listTexts.clearSearch}
            onClick={() => {
              setText('');
              later.cancel();
              onChange('');
            }}
          />
        )
      }
      autoComplete="off"
      spellCheck={false}
      flex="2 1 13rem"
      maw="22rem"
    />
  );
}
