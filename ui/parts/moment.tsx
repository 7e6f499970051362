import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' });
const second = 1000;
const units = [
  ['day', 24 * 60 * 60 * second],
  ['hour', 60 * 60 * second],
  ['minute', 60 * second],
  ['second', second],
] as const;

/** "3 minutes ago", "in 20 seconds". Both are milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  for (const [unit, length] of units) {
    if (Math.abs(distance) >= length) return relative.format(Math.trunc(distance / length), unit);
  }
  return 'now';
}

// One clock for all times on the page.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, second);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Now, to the second; whoever uses it is drawn again each second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** A moment as people say it, the exact one on hover and for the keyboard. `at` is ISO 8601. */
export function Moment({ at }: { readonly at: string }) {
  const time = Date.parse(at);
  // Compared as text, so that a list of a thousand times is not drawn each second.
  const text = useSyncExternalStore(subscribe, () => relativeTime(time, Math.max(now, Date.now() - second)));
  return (
    <Tooltip label={exact.format(time)} events={{ hover: true, focus: true, touch: true }} openDelay={200}>
      <time dateTime={at} className="numeric">
        {text}
      </time>
    </Tooltip>
  );
}
