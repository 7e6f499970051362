import { Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { FieldLabel } from '../../pagerduty-form/field-label.tsx';
import { useField } from './faults-context.ts';
import { hintBelow } from './hint-below.ts';

/** A field of one line, for a text or a number. */
export function TextField({
  path,
  label,
  hint,
  placeholder,
  value,
  isRequired,
  isNumber = false,
  unit,
  onText,
}: {
  readonly path: string;
  readonly label: string;
  readonly hint?: ReactNode;
  readonly placeholder?: string;
  readonly value: string;
  /** `false`: the label says that it is optional; absent: the label says nothing. */
  readonly isRequired?: boolean;
  readonly isNumber?: boolean;
  /** Stands behind the text. */
  readonly unit?: string;
  readonly onText: (text: string) => void;
}) {
  return (
    <TextInput
      label={<FieldLabel label={label} isOptional={isRequired === false} />}
      description={hint}
      inputWrapperOrder={hintBelow}
      placeholder={placeholder ?? ''}
      value={value}
      aria-required={isRequired === true}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
      {...(isNumber && { inputMode: 'decimal' as const })}
      {...(unit !== undefined && {
        rightSection: (
          <Text size="sm" c="dimmed">
            {unit}
          </Text>
        ),
        rightSectionWidth: 64,
      })}
      {...useField(path)}
    />
  );
}
