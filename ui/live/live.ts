import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { channelName, type LiveMessage, question, tryNow } from './messages.ts';
import { StreamReader } from './read-stream.ts';

const liveMessage = z.discriminatedUnion('what', [
  z.object({ what: z.literal('connection'), isOpen: z.boolean() }),
  z.object({ what: z.literal('change'), event: z.string(), data: z.string() }),
]);

export type LiveState = 'connecting' | 'open' | 'broken';

/** What the stream told of; `everything`: nobody knows what, for a while nobody listened. */
export type Changed = 'rules' | 'deliveries' | 'everything';

const changeListeners = new Set<(changed: Changed) => void>();
const stateListeners = new Set<() => void>();
let state: LiveState = 'connecting';
let begin: (() => void) | undefined;

function setState(next: LiveState): void {
  if (next === state) return;
  state = next;
  for (const listener of stateListeners) listener();
  // What happened while nobody listened is not told again; at first, that is since the page was read.
  if (next === 'open') for (const listener of changeListeners) listener('everything');
}

function take(message: LiveMessage): void {
  if (message.what === 'connection') {
    setState(message.isOpen ? 'open' : state === 'connecting' ? 'connecting' : 'broken');
    return;
  }
  setState('open');
  for (const listener of changeListeners) listener(message.event === 'rule' ? 'rules' : 'deliveries');
}

/** Begins to listen, once for this tab; later calls make a stream that waits ask again at once. */
export function goLive(): void {
  if (begin !== undefined) {
    begin();
    return;
  }
  // A stream that takes long to open the first time says so as well.
  setTimeout(() => state === 'connecting' && setState('broken'), 6000);
  if (typeof SharedWorker === 'undefined') {
    const reader = new StreamReader(take);
    begin = () => reader.tryNow();
    reader.start();
    return;
  }
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', ({ data }) => {
    const message = liveMessage.safeParse(data);
    if (message.success) take(message.data);
  });
  const worker = new SharedWorker(new URL('./stream-worker.ts', import.meta.url), {
    type: 'module',
    name: 'tocsin-stream',
  });
  worker.port.start();
  channel.postMessage(question);
  begin = () => channel.postMessage(tryNow);
}

/** Calls back whenever something has changed, as often as the stream tells. Returns what ends it. */
export function onChange(listener: (changed: Changed) => void): () => void {
  changeListeners.add(listener);
  return () => {
    changeListeners.delete(listener);
  };
}

/** Whether changes arrive. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      stateListeners.add(listener);
      return () => {
        stateListeners.delete(listener);
      };
    },
    () => state,
  );
}
