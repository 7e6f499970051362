import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { partSize, partsOf } from './parts-of.ts';

/** A part of a list: the rows from a place on, and how many there are altogether. */
export interface Part<Row> {
  readonly total: number;
  readonly items: readonly Row[];
}

export interface PartsState<Row> {
  /** Another list has another name. */
  readonly name: string;
  /** `undefined`: nothing is there yet. */
  readonly total: number | undefined;
  /** `undefined`: it is on its way. */
  readonly rowAt: (place: number) => Row | undefined;
  /** All that are there. */
  readonly rows: readonly Row[];
  /** Says which rows are wanted: from a place to below another one. */
  readonly see: (from: number, to: number) => void;
  readonly error: unknown;
  readonly retry: () => void;
}

/** So often what only time changes is read again; milliseconds. */
const readEvery = 15_000;

/** A list of any length and any order, of which only the parts that are seen are read, and read again when rules tell. */
export function useParts<Row>({
  key,
  read,
}: {
  readonly key: readonly unknown[];
  readonly read: (from: number, limit: number, signal: AbortSignal) => Promise<Part<Row>>;
}): PartsState<Row> {
  const name = JSON.stringify(key);
  const [seen, setSeen] = useState({ name, from: 0, to: 0 });
  const { from, to } = seen.name === name ? seen : { from: 0, to: 0 };
  const numbers = partsOf(from, to);
  const queries = useQueries({
    queries: numbers.map((part) => ({
      queryKey: ['part', name, part],
      queryFn: ({ signal }: { signal: AbortSignal }) => read(part * partSize, partSize, signal),
      meta: { live: 'rules' as const },
      refetchInterval: readEvery,
    })),
  });
  const see = useCallback(
    (first: number, end: number) =>
      setSeen((now) =>
        now.name === name && now.from === first && now.to === end ? now : { name, from: first, to: end },
      ),
    [name],
  );
  const newest = queries.reduce((last, query) => (query.dataUpdatedAt > last.dataUpdatedAt ? query : last));
  const versions = queries.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows are other ones when a part was read, and only then
  const rows = useMemo(() => queries.flatMap(({ data }) => data?.items ?? []), [name, versions]);
  return {
    name,
    total: newest.data?.total,
    rowAt: (place) => {
      const at = numbers.indexOf(Math.floor(place / partSize));
      return queries[at]?.data?.items[place % partSize];
    },
    rows,
    see,
    error: queries.find(({ isError }) => isError)?.error ?? null,
    retry: () => {
      for (const query of queries) if (query.isError) void query.refetch();
    },
  };
}
