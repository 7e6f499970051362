import { useCallback, useEffect, useRef } from 'react';
import { type BlockerFunction, useBlocker } from 'react-router';

export interface LeaveGuard {
  /** Says whether something was typed that would be lost. Takes effect at once. */
  readonly setDirty: (isDirty: boolean) => void;
  /** Something leads away, and waits for a word. */
  readonly isAsking: boolean;
  readonly leave: () => void;
  readonly stay: () => void;
  /** Lets `go` through without a question: what was typed has been saved. */
  readonly letGo: (go: () => unknown) => Promise<void>;
}

/**
 * Holds back whatever leads to another path while something would be lost: links, the way back, and closing the
 * window, of which the browser itself asks. Another query of the same path is no leaving.
 */
export function useLeaveGuard(): LeaveGuard {
  const isDirty = useRef(false);
  const isFree = useRef(false);
  const holds = useCallback<BlockerFunction>(
    ({ currentLocation, nextLocation }) =>
      isDirty.current && !isFree.current && currentLocation.pathname !== nextLocation.pathname,
    [],
  );
  const blocker = useBlocker(holds);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => isDirty.current && event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  const setDirty = useCallback((value: boolean) => {
    isDirty.current = value;
  }, []);
  return {
    setDirty,
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
