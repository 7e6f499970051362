import { Affix, Box, Button, Center, Group, Loader, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconArrowUp } from '@tabler/icons-react';
import { Fragment, type ReactNode, useEffect } from 'react';
import { LoadFailed, Loading } from '../parts/query-view.tsx';
import { texts } from '../texts/common.ts';
import { listTexts } from '../texts/lists.ts';
import type { LiveListState } from './use-live-list.ts';
import { useWindow } from './use-window.ts';

/** How a row looks: in a table, or where that has no room, as a card. */
export interface RowLook<Row> {
  /** The `th` of the table. */
  readonly head: ReactNode;
  readonly columns: number;
  /** A `Table.Tr` of `rowHeight` pixels, no matter what stands in it. */
  readonly row: (row: Row) => ReactNode;
  readonly rowHeight: number;
  /** What stands in an `li` of `cardHeight` pixels. */
  readonly card: (row: Row) => ReactNode;
  readonly cardHeight: number;
}

/** A list of any length, of which only what is seen is drawn. Older rows come as one scrolls down. */
export function LongList<Row extends { readonly id: string }>({
  label,
  state,
  look,
  empty,
}: {
  readonly label: string;
  readonly state: LiveListState<Row>;
  readonly look: RowLook<Row>;
  readonly empty: ReactNode;
}) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const height = isNarrow ? look.cardHeight : look.rowHeight;
  const { list, follow, loadOlder, isLoadingOlder, hasFailed } = state;
  const items = list?.items ?? [];
  const { ref, from, to, isAtTop, isAtEnd } = useWindow(items.length, height);
  const hasMore = list !== undefined && list.next_cursor !== null;

  useEffect(() => follow(isAtTop), [follow, isAtTop]);
  useEffect(() => {
    if (isAtEnd && hasMore && !isLoadingOlder && !hasFailed) loadOlder();
  }, [isAtEnd, hasMore, isLoadingOlder, hasFailed, loadOlder]);

  const fault = hasFailed && <LoadFailed error={state.error} onRetry={state.retry} />;
  if (list === undefined) return fault || <Loading lines={8} />;
  const drawn = items.slice(from, to);
  const [before, after] = [from * height, Math.max(0, items.length - from - drawn.length) * height];

  return (
    <Box>
      {state.hasNewer && (
        <Affix position={{ top: 68, left: 0, right: 0 }} zIndex={90} style={{ pointerEvents: 'none' }}>
          <Center>
            <Button
              size="xs"
              radius="xl"
              leftSection={<IconArrowUp size={14} aria-hidden />}
              style={{ pointerEvents: 'auto', boxShadow: 'var(--mantine-shadow-md)' }}
              onClick={() => {
                state.showNewest();
                window.scrollTo({ top: 0 });
              }}
            >
              {listTexts.newer}
            </Button>
          </Center>
        </Affix>
      )}
      <div ref={ref} />
      {items.length === 0 && !hasMore && empty}
      {items.length > 0 && isNarrow && (
        <Box component="ul" m={0} p={0} aria-label={label} style={{ listStyle: 'none' }}>
          {before > 0 && <li aria-hidden style={{ height: before }} />}
          {drawn.map((row) => (
            <Box
              component="li"
              key={row.id}
              h={look.cardHeight}
              style={{ overflow: 'hidden', borderBottom: '1px solid var(--mantine-color-default-border)' }}
            >
              {look.card(row)}
            </Box>
          ))}
          {after > 0 && <li aria-hidden style={{ height: after }} />}
        </Box>
      )}
      {items.length > 0 && !isNarrow && (
        <Table
          layout="fixed"
          verticalSpacing={0}
          aria-label={label}
          aria-rowcount={hasMore ? -1 : items.length}
        >
          <Table.Thead>
            <Table.Tr>{look.head}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {before > 0 && <Spacer columns={look.columns} height={before} />}
            {drawn.map((row) => (
              <Fragment key={row.id}>{look.row(row)}</Fragment>
            ))}
            {after > 0 && <Spacer columns={look.columns} height={after} />}
          </Table.Tbody>
        </Table>
      )}
      {fault}
      <Group justify="center" mih={48} mt="xs">
        {isLoadingOlder ? (
          <Group gap="xs" role="status">
            <Loader size="xs" aria-hidden />
            <Text size="sm" c="dimmed">
              {items.length === 0 ? listTexts.searching : texts.loading}
            </Text>
          </Group>
        ) : hasMore ? (
          <Button variant="default" size="xs" onClick={loadOlder}>
            {texts.more}
          </Button>
        ) : (
          items.length > 0 && (
            <Text size="sm" c="dimmed">
              {listTexts.end}
            </Text>
          )
        )}
      </Group>
    </Box>
  );
}

function Spacer({ columns, height }: { readonly columns: number; readonly height: number }) {
  return (
    <tr aria-hidden style={{ height, border: 0 }}>
      <td colSpan={columns} style={{ padding: 0 }} />
    </tr>
  );
}
