import type { Query, QueryClient } from '@tanstack/react-query';
import { onChange } from './live.ts';

/** Milliseconds between two readings at the least: a thousand events a second are one new page a second. */
const pause = 1000;

/**
 * Reads again what is shown and marked `meta: { live: true }`, whenever something has changed in delivery, and what is
 * marked `live: 'rules'` whenever anything has: rules run all the time, and deliveries need not be read for that.
 * Returns what ends it.
 */
export function refreshLive(queries: QueryClient): () => void {
  let isDirty = false;
  let isDeliveryDirty = false;
  let isResting = false;

  async function refresh(): Promise<void> {
    if (isResting || !isDirty || document.hidden) return;
    const withDeliveries = isDeliveryDirty;
    isDirty = false;
    isDeliveryDirty = false;
    isResting = true;
    const began = performance.now();
    const isMeant = ({ meta }: Query) => meta?.live === 'rules' || (withDeliveries && meta?.live === true);
    // What is being read already may have been answered before the change: it is read once more.
    const isUnderWay = queries.isFetching({ predicate: isMeant }) > 0;
    // One reading at a time: where an answer takes longer than the pause, the next waits for it.
    await queries.invalidateQueries({ predicate: isMeant }, { cancelRefetch: false });
    if (isUnderWay) {
      isDirty = true;
      isDeliveryDirty ||= withDeliveries;
    }
    setTimeout(
      () => {
        isResting = false;
        void refresh();
      },
      Math.max(pause - (performance.now() - began), 100),
    );
  }

  const end = onChange((changed) => {
    isDirty = true;
    if (changed !== 'rules') isDeliveryDirty = true;
    void refresh();
  });
  const onShown = () => void refresh();
  document.addEventListener('visibilitychange', onShown);
  return () => {
    end();
    document.removeEventListener('visibilitychange', onShown);
  };
}
