import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core';
import { useId } from '@mantine/hooks';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useRef } from 'react';
import { useField } from './faults-context.ts';

/** One of several things that are entered below each other. */
interface Row {
  /** Stays the same while others come and go. */
  readonly row: number;
}

interface RowsTexts {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly add: string;
  /** Says which, counted from 1, for those who do not see it. */
  readonly remove: (row: number) => string;
}

/** A list that is entered row by row. A removed row leaves the focus at the button that adds one. */
export function RowsField<R extends Row>({
  path,
  isGroup = false,
  texts: { label, hint, add, remove },
  rows,
  empty,
  least = 0,
  align = 'center',
  onRows,
  children,
}: {
  /** Of the param; what is wrong with it is shown here. */
  readonly path: string;
  /** What is wrong with a part of it is shown here, too. */
  readonly isGroup?: boolean;
  readonly texts: RowsTexts;
  readonly rows: readonly R[];
  readonly empty: (row: number) => R;
  /** So many rows can not be removed. */
  readonly least?: number;
  readonly align?: 'center' | 'flex-start';
  readonly onRows: (rows: readonly R[]) => void;
  /** The fields of a row. */
  readonly children: (row: R, index: number, set: (change: Partial<R>) => void) => ReactNode;
}) {
  const labelId = useId();
  const addButton = useRef<HTMLButtonElement>(null);
  const { error, ...field } = useField(path, isGroup);
  const set = (row: number, change: Partial<R>) =>
    onRows(rows.map((each) => (each.row === row ? { ...each, ...change } : each)));
  return (
    <Stack gap="xs" role="group" aria-labelledby={labelId} {...field}>
      <div>
        <Text id={labelId} size="sm" fw={600}>
          {label}
        </Text>
        {hint !== undefined && (
          <Text size="xs" c="dimmed">
            {hint}
          </Text>
        )}
      </div>
      {rows.map((each, index) => (
        <Group key={each.row} gap="xs" wrap={align === 'center' ? 'nowrap' : 'wrap'} align={align}>
          {children(each, index, (change) => set(each.row, change))}
          {rows.length > least && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={remove(index + 1)}
              onClick={() => {
                onRows(rows.filter(({ row }) => row !== each.row));
                addButton.current?.focus();
              }}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
      ))}
      {error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className="from-outside">
          {error}
        </Text>
      )}
      <div>
        <Button
          ref={addButton}
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onRows([...rows, empty(Math.max(-1, ...rows.map(({ row }) => row)) + 1)])}
        >
          {add}
        </Button>
      </div>
    </Stack>
  );
}
