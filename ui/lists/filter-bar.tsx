import { Button, Group } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { listTexts } from '../texts/lists.ts';

/** The filters of a list in a row, and what takes them all away. */
export function FilterBar({
  isFiltered,
  onClear,
  children,
}: {
  readonly isFiltered: boolean;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Group component="section" aria-label={listTexts.filters} gap="sm" align="flex-end">
      {children}
      {isFiltered && (
        <Button
          variant="subtle"
          size="sm"
          leftSection={<IconFilterOff size={16} aria-hidden />}
          onClick={onClear}
        >
          {listTexts.clear}
        </Button>
      )}
    </Group>
  );
}
