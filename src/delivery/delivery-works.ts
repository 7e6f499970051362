import type { DeliveryStatus, KeyStatus } from './delivery-service.ts';

/** A key of the status with what the watchdog needs beside it. */
interface WatchedKey extends KeyStatus {
  /** How long the event has waited that waits longest; 0 when none does. */
  readonly oldestSeconds: number;
  /** The same among those that may go now: none between two tries of its own, behind a closed gate or in a rest. */
  readonly oldestDueSeconds: number;
}

/** How delivery stands, as the watchdog looks at it. */
export interface WatchedStatus extends DeliveryStatus {
  readonly keys: readonly WatchedKey[];
}

/** What must be known to say whether delivery works. */
export interface WorksOptions {
  /** `watchdog.maxDelay`, in milliseconds. */
  readonly maxDelay: number;
  /** `watchdog.connector`. */
  readonly connector: string | undefined;
  /** `delivery.paused`. */
  readonly paused: boolean;
  /** Milliseconds since the start: what has waited on disk before it says nothing of this life. */
  readonly runningFor: number;
}

/**
 * Why delivery does not work, as a sentence; `undefined` while it does. What PagerDuty or a limit holds up speaks of
 * them and not of us, unless it is the events of the watchdog's own connector: then nobody else could tell.
 */
export function whyNotWorking(status: WatchedStatus, options: WorksOptions): string | undefined {
  if (status.refusing !== null) return status.refusing;
  if (options.paused) return 'The setting delivery.paused keeps everything from being sent.';
  if (isStuck(status, options)) {
    return `Events of the connector "${options.connector}", through which the watchdog pages, have waited longer than watchdog.maxDelay.`;
  }
  const late = status.keys.filter((key) => isHeldUpHere(key, options));
  const [first] = late;
  if (first === undefined) return undefined;
  const minutes = Math.floor(first.oldestDueSeconds / 60);
  return `Events for ${first.host} (connectors ${first.connectors.join(', ')}) have waited for ${minutes} minutes, though nothing holds them up.`;
}

/** Whether the events of the watchdog's own connector are among those that wait too long, whoever holds them up. */
export function isStuck(
  { keys }: WatchedStatus,
  { connector, maxDelay }: Pick<WorksOptions, 'connector' | 'maxDelay'>,
): boolean {
  if (connector === undefined) return false;
  return keys.some(
    ({ connectors, oldestSeconds }) => connectors.includes(connector) && oldestSeconds * 1000 > maxDelay,
  );
}

function isHeldUpHere(key: WatchedKey, { maxDelay, runningFor }: WorksOptions): boolean {
  if (Math.min(key.oldestDueSeconds * 1000, runningFor) <= maxDelay) return false;
  // The last tenth of a limit is for critical triggers: the others wait when the rest is used up.
  const ordinary = key.limit === null ? Number.POSITIVE_INFINITY : key.limit - Math.floor(key.limit / 10);
  return key.callsLastMinute < ordinary;
}
