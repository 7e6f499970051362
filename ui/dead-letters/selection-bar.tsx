import { Button, Checkbox, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { maxIds } from '../../src/api/events.ts';
import { ConfirmButton } from '../parts/confirm.tsx';
import { deadLetterTexts as words } from '../texts/dead-letters.ts';
import { purgeMany } from './dead-letters-api.ts';
import type { Selection } from './use-selection.ts';

/** What can be done with the dead letters that are selected. */
export function SelectionBar({
  selection,
  shown,
  isSending,
  onResend,
  onDone,
}: {
  readonly selection: Selection;
  readonly shown: readonly { readonly id: string }[];
  readonly isSending: boolean;
  readonly onResend: (ids: readonly string[]) => void;
  /** Some are gone. */
  readonly onDone: () => Promise<void>;
}) {
  const { ids, set } = selection;
  const n = ids.size;
  const isTooMany = n > maxIds;
  const purge = async () => {
    const purged = await purgeMany([...ids]);
    notifications.show({ message: words.purged(purged) });
    await onDone();
  };
  return (
    <Group gap="sm" mih={36}>
      <Checkbox
        label={words.selectAll}
        checked={n > 0 && n === shown.length}
        indeterminate={n > 0 && n < shown.length}
        onChange={() => set(n === shown.length ? [] : shown.map(({ id }) => id))}
      />
      {n > 0 && (
        <>
          <Text size="sm" role="status">
            {words.selected(n)}
          </Text>
          <Button size="xs" loading={isSending} disabled={isTooMany} onClick={() => onResend([...ids])}>
            {words.resendMany}
          </Button>
          {!isTooMany && (
            <ConfirmButton
              label={words.purgeMany}
              title={words.purgeTitle(n)}
              question={words.purgeQuestion}
              confirm={words.purgeConfirm(n)}
              onConfirm={purge}
            />
          )}
          <Button size="xs" variant="subtle" onClick={() => set([])}>
            {words.clearSelection}
          </Button>
          {isTooMany && (
            <Text size="sm" role="status">
              {words.tooMany(maxIds)}
            </Text>
          )}
        </>
      )}
    </Group>
  );
}
