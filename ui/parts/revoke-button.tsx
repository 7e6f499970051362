import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { ConfirmButton } from './confirm.tsx';
import { focusHeadingIfLost } from './focus.ts';

/** Texts of a button that ends something of a row, and of the question before it. */
export interface RevokeTexts {
  readonly label: string;
  /** Says of which row, for those who do not see it. */
  readonly aria: string;
  readonly title: string;
  readonly question: string;
  readonly confirm: string;
}

/**
 * A button at the end of a row, which ends what stands in the row after a question. It goes with its row, and then the
 * focus goes to the heading.
 */
export function RevokeButton({
  texts,
  onConfirm,
}: {
  readonly texts: RevokeTexts;
  readonly onConfirm: () => Promise<unknown>;
}) {
  const hasEnded = useRef(false);
  useEffect(
    () => () => {
      // Once the dialog has gone too: it holds the focus until then.
      if (hasEnded.current) setTimeout(focusHeadingIfLost);
    },
    [],
  );
  const end = async () => {
    hasEnded.current = true;
    try {
      await onConfirm();
    } catch (error) {
      hasEnded.current = false;
      throw error;
    }
  };
  return (
    <ConfirmButton
      {...texts}
      onConfirm={end}
      trigger={(open) => (
        <Button size="compact-sm" variant="default" aria-label={texts.aria} onClick={open}>
          {texts.label}
        </Button>
      )}
    />
  );
}
