import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { connectorsKey } from './connector-queries.ts';

/** The stream tells of deliveries, and not of connectors: the tabs of a browser tell each other. */
const channelName = 'tocsin-connectors';

const readAnew = (queries: QueryClient) =>
  Promise.all(
    [connectorsKey, ['connector-names'], ['overview']].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );

/** Reads again what is shown of connectors anywhere, here and in the other tabs: one was made, changed or deleted. */
export function useReadAnew() {
  const queries = useQueryClient();
  return async () => {
    const channel = new BroadcastChannel(channelName);
    channel.postMessage('changed');
    channel.close();
    await readAnew(queries);
  };
}

/** Keeps what is shown of connectors as another tab has left it. */
export function useOtherTabs() {
  const queries = useQueryClient();
  useEffect(() => {
    const channel = new BroadcastChannel(channelName);
    channel.addEventListener('message', () => void readAnew(queries));
    return () => channel.close();
  }, [queries]);
}
