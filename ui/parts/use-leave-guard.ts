import { useEffect, useRef } from 'react';
import { useBlocker } from 'react-router';

export interface LeaveGuard {
  /** Something leads away, and waits for a word. */
  readonly isAsking: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
  /** Lets `go` through without a question: what was typed has been saved. */
  readonly letGo: (go: () => unknown) => Promise<void>;
}

/**
 * Holds back whatever leads to another path while `isDirty`: links, the way back, and closing the window, of which
 * the browser itself asks. Another query of the same path is no leaving.
 */
export function useLeaveGuard(isDirty: boolean): LeaveGuard {
  const isFree = useRef(false);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isDirty && !isFree.current && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
  return {
    isAsking: blocker.state === 'blocked',
    leave: () => blocker.proceed?.(),
    stay: () => blocker.reset?.(),
    letGo: async (go) => {
      isFree.current = true;
      try {
        await go();
      } finally {
        isFree.current = false;
      }
    },
  };
}
