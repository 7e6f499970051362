import { Button } from '@mantine/core';
import { ConfirmButton } from './confirm.tsx';

/** Texts of a button that ends something of a row, and of the question before it. */
export interface RevokeTexts {
  readonly label: string;
  /** Says of which row, for those who do not see it. */
  readonly aria: string;
  readonly title: string;
  readonly question: string;
  readonly confirm: string;
}

/** A button at the end of a row, which ends what stands in the row after a question. */
export function RevokeButton({
  texts,
  onConfirm,
}: {
  readonly texts: RevokeTexts;
  readonly onConfirm: () => Promise<unknown>;
}) {
  return (
    <ConfirmButton
      {...texts}
      onConfirm={onConfirm}
      trigger={(open) => (
        <Button size="compact-sm" variant="default" aria-label={texts.aria} onClick={open}>
          {texts.label}
        </Button>
      )}
    />
  );
}
