import { Box, Skeleton, Table } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Fragment, type ReactNode, useEffect, useRef } from 'react';
import { LoadFailed, Loading } from '../parts/query-view.tsx';
import type { RowLook } from './long-list.tsx';
import type { PartsState } from './use-parts.ts';
import { useWindow } from './use-window.ts';

/** A list of any length, of which only what is seen is read and drawn; one may jump to any place of it. */
export function PartList<Row>({
  label,
  state,
  look,
  keyOf,
  empty,
}: {
  readonly label: string;
  readonly state: PartsState<Row>;
  readonly look: RowLook<Row>;
  readonly keyOf: (row: Row) => string;
  readonly empty: ReactNode;
}) {
  const isNarrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const height = isNarrow ? look.cardHeight : look.rowHeight;
  const { name, total = 0, see } = state;
  const { ref, from, to } = useWindow(total, height);

  useEffect(() => see(from, to), [see, from, to]);
  const shown = useRef(name);
  useEffect(() => {
    // Other filters are another list, which begins at its top.
    if (shown.current !== name && (ref.current?.getBoundingClientRect().top ?? 0) < 0)
      window.scrollTo({ top: 0 });
    shown.current = name;
  }, [name, ref]);

  const fault = state.error !== null && <LoadFailed error={state.error} onRetry={state.retry} />;
  if (state.total === undefined) return fault || <Loading lines={8} />;
  const places = Array.from({ length: Math.max(0, to - from) }, (_, n) => from + n);
  const [before, after] = [from * height, Math.max(0, total - from - places.length) * height];

  return (
    <Box>
      {fault}
      <div ref={ref} />
      {total === 0 && empty}
      {total > 0 && isNarrow && (
        <Box component="ul" m={0} p={0} aria-label={label} style={{ listStyle: 'none' }}>
          {before > 0 && <li aria-hidden style={{ height: before }} />}
          {places.map((place) => {
            const row = state.rowAt(place);
            return (
              <Box
                component="li"
                key={row === undefined ? place : keyOf(row)}
                h={look.cardHeight}
                style={{ overflow: 'hidden', borderBottom: '1px solid var(--mantine-color-default-border)' }}
              >
                {row === undefined ? <Skeleton h={22} mt="xs" /> : look.card(row)}
              </Box>
            );
          })}
          {after > 0 && <li aria-hidden style={{ height: after }} />}
        </Box>
      )}
      {total > 0 && !isNarrow && (
        <Table layout="fixed" verticalSpacing={0} aria-label={label} aria-rowcount={total + 1}>
          <Table.Thead>
            <Table.Tr>{look.head}</Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {before > 0 && <Gap columns={look.columns} height={before} />}
            {places.map((place) => {
              const row = state.rowAt(place);
              return row === undefined ? (
                <Gap key={place} columns={look.columns} height={look.rowHeight} isLoading />
              ) : (
                <Fragment key={keyOf(row)}>{look.row(row)}</Fragment>
              );
            })}
            {after > 0 && <Gap columns={look.columns} height={after} />}
          </Table.Tbody>
        </Table>
      )}
    </Box>
  );
}

function Gap({
  columns,
  height,
  isLoading = false,
}: {
  readonly columns: number;
  readonly height: number;
  readonly isLoading?: boolean;
}) {
  return (
    <tr aria-hidden style={{ height, border: 0 }}>
      <td colSpan={columns} style={{ padding: 0 }}>
        {isLoading && <Skeleton h={16} />}
      </td>
    </tr>
  );
}
