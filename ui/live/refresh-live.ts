import type { QueryClient } from '@tanstack/react-query';
import { onChange } from './live.ts';

/** Milliseconds between two readings at the least: a thousand events a second are one new page a second. */
const pause = 1000;

/** Reads again what is shown and marked `meta: { live: true }`, whenever something has changed. Returns what ends it. */
export function refreshLive(queries: QueryClient): () => void {
  let isDirty = false;
  let isResting = false;

  async function refresh(): Promise<void> {
    if (isResting || !isDirty || document.hidden) return;
    isDirty = false;
    isResting = true;
    const began = performance.now();
    // One reading at a time: where an answer takes longer than the pause, the next waits for it.
    await queries.invalidateQueries(
      { predicate: (query) => query.meta?.live === true },
      { cancelRefetch: false },
    );
    setTimeout(
      () => {
        isResting = false;
        void refresh();
      },
      Math.max(pause - (performance.now() - began), 100),
    );
  }

  const end = onChange(() => {
    isDirty = true;
    void refresh();
  });
  const onShown = () => void refresh();
  document.addEventListener('visibilitychange', onShown);
  return () => {
    end();
    document.removeEventListener('visibilitychange', onShown);
  };
}
