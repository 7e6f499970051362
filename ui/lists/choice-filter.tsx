import { NativeSelect } from '@mantine/core';

/** A filter with a few values. The browser's own select: it works everywhere, and by any keyboard. */
export function ChoiceFilter({
  label,
  any,
  value = '',
  choices,
  onChange,
}: {
  readonly label: string;
  /** The words for no filter. */
  readonly any: string;
  readonly value?: string | undefined;
  /** Values with their words. */
  readonly choices: readonly (readonly [value: string, words: string])[];
  readonly onChange: (value: string) => void;
}) {
  // What a link brought is shown, even if nobody knows it here.
  const isKnown = value === '' || choices.some(([known]) => known === value);
  return (
    <NativeSelect
      label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      flex="1 1 8.5rem"
      maw="16rem"
    >
      <option value="">{any}</option>
      {choices.map(([known, words]) => (
        <option key={known} value={known}>
          {words}
        </option>
      ))}
      {!isKnown && <option value={value}>{value}</option>}
    </NativeSelect>
  );
}
