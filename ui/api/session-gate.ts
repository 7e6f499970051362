/** What a request waits for when its session has ended, and what the page shows meanwhile. */

let waiting: PromiseWithResolvers<void> | undefined;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Resolves once somebody has signed in again; brings the sign-in up over the page. */
export function signedInAgain(signal?: AbortSignal): Promise<void> {
  if (waiting === undefined) {
    waiting = Promise.withResolvers<void>();
    tell();
  }
  const { promise } = waiting;
  if (signal === undefined) return promise;
  const aborted = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => aborted.reject(signal.reason), { once: true });
  return Promise.race([promise, aborted.promise]);
}

/** Lets the waiting requests go on. */
export function letIn(): void {
  waiting?.resolve();
  waiting = undefined;
  tell();
}

/** Whether a request waits for a sign-in; for `useSyncExternalStore`. */
export const sessionGate = {
  isClosed: () => waiting !== undefined,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};
