import { TextInput, type TextInputProps } from '@mantine/core';
import { useRef } from 'react';
import { insertAt } from './insert-at.ts';
import { useVariables } from './template-context.ts';
import { VariablePicker } from './variable-picker.tsx';

/** A field of one line; where it is a template (`TemplateContext`) with a button that puts variables at the cursor. */
export function TemplateInput({
  name,
  value,
  onText,
  ...props
}: Omit<TextInputProps, 'value' | 'onChange' | 'name'> & {
  /** Its label as text. */
  readonly name: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}) {
  const variables = useVariables();
  const input = useRef<HTMLInputElement>(null);
  const onPick = (variable: string) => {
    const { selectionStart, selectionEnd } = input.current ?? {};
    const place = { start: selectionStart ?? value.length, end: selectionEnd ?? value.length };
    const { text, cursor } = insertAt(value, place, `{{${variable}}}`);
    onText(text);
    // Once the text is there, and the list has given the focus back.
    setTimeout(() => {
      input.current?.focus();
      input.current?.setSelectionRange(cursor, cursor);
    });
  };
  return (
    <TextInput
      ref={input}
      autoComplete="off"
      value={value}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
      {...props}
      {...(variables !== undefined && {
        rightSection: <VariablePicker field={name} variables={variables} onPick={onPick} />,
      })}
    />
  );
}
