/** What the one reader of the stream tells every tab. No schema here: the worker shall stay small. */
export type LiveMessage =
  | { readonly what: 'connection'; readonly isOpen: boolean }
  | { readonly what: 'change'; readonly event: string; readonly data: string };

export const streamPath = '/api/tocsin/stream';
/** The names of the messages of the stream (src/http/change-batch.ts). */
export const streamEvents = ['event', 'gate', 'many', 'rule'] as const;
export const channelName = 'tocsin-live';
/** Said on the channel by a tab that has just opened: what is the state of the connection? */
export const question = 'what is the state?';
/** Said when somebody has signed in: try again now. */
export const tryNow = 'try now';
