import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import {
  hasNewer,
  type ListPage,
  type LiveList,
  listOf,
  withNewest,
  withNews,
  withOlder,
} from './live-list.ts';

export interface LiveListState<Row> {
  /** `undefined`: the first page is not there yet. */
  readonly list: LiveList<Row> | undefined;
  /** Why the newest page, or an older one, could not be read. */
  readonly error: unknown;
  readonly retry: () => void;
  /** Says whether the top of the list is seen: only then what is shown may move. */
  readonly follow: (isAtTop: boolean) => void;
  /** There is more at the top than is shown. */
  readonly hasNewer: boolean;
  /** Puts the newest at the top. */
  readonly showNewest: () => void;
  readonly loadOlder: () => void;
  readonly isLoadingOlder: boolean;
  readonly hasFailed: boolean;
}

/**
 * A list that is live while its top is seen, and keeps still while somebody reads further down. It is
 * kept for some minutes under `key`, so that the way back leads to the same place. Only the newest page is read
 * again and again, whatever the length of the list.
 */
export function useLiveList<Row extends { readonly id: string }>({
  key,
  read,
}: {
  readonly key: readonly unknown[];
  readonly read: (cursor: string | null, signal?: AbortSignal) => Promise<ListPage<Row>>;
}): LiveListState<Row> {
  const queries = useQueryClient();
  const [follows, follow] = useState(true);
  const name = JSON.stringify(key);
  const newest = useQuery({
    queryKey: ['newest', name],
    queryFn: ({ signal }) => read(null, signal),
    meta: { live: true },
    // One place keeps what was read before: the list.
    gcTime: 0,
  });
  const kept = useQuery<LiveList<Row>>({
    queryKey: ['list', name],
    queryFn: skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const change = useCallback(
    (how: (list: LiveList<Row> | undefined) => LiveList<Row> | undefined) => {
      queries.setQueryData<LiveList<Row>>(['list', name], how);
    },
    [queries, name],
  );

  const page = newest.data;
  useEffect(() => {
    if (page === undefined) return;
    change((list) => {
      if (list === undefined) return listOf(page);
      return follows ? withNewest(list, page) : withNews(list, page);
    });
  }, [page, follows, change]);

  const older = useMutation({
    mutationFn: async (cursor: string) => {
      const next = await read(cursor);
      change((list) => list && withOlder(list, cursor, next));
    },
  });
  const { mutate, isPending } = older;
  const list = kept.data;
  const cursor = list?.next_cursor ?? null;
  const loadOlder = useCallback(() => {
    if (cursor !== null && !isPending) mutate(cursor);
  }, [cursor, isPending, mutate]);

  return {
    list,
    error: newest.error ?? older.error,
    retry: () => {
      if (newest.isError) void newest.refetch();
      if (older.isError) loadOlder();
    },
    follow,
    hasNewer: !follows && page !== undefined && list !== undefined && hasNewer(list, page),
    showNewest: () => page && change((shown) => (shown ? withNewest(shown, page) : listOf(page))),
    loadOlder,
    isLoadingOlder: isPending,
    hasFailed: newest.isError || older.isError,
  };
}
