import type { Outcome } from '../network/outcome.ts';
import type { AlertEvent } from '../pagerduty/event.ts';
import type { Clock } from './clock.ts';
import type { DeliveryService } from './delivery-service.ts';
import { isStuck, type WatchedStatus, whyNotWorking } from './delivery-works.ts';

const every = 60_000;

/** `watchdog.*`, and `delivery.paused`. */
export interface WatchdogSettings {
  readonly url: string | undefined;
  /** Milliseconds. */
  readonly maxDelay: number;
  readonly connector: string | undefined;
  readonly paused: boolean;
}

export interface WatchdogDependencies {
  readonly clock: Clock;
  readonly settings: WatchdogSettings;
  readonly status: () => WatchedStatus;
  /** Calls `watchdog.url`; never rejects. */
  readonly call: (url: URL) => Promise<Outcome>;
  /** The page goes the way of all events. */
  readonly delivery: Pick<DeliveryService, 'accept' | 'connector'>;
  /** Whether PagerDuty may still show, or will be told, what was paged before this start. */
  readonly mayBeOpen: (connectorId: string, dedupKey: string) => Promise<boolean>;
  /** The same over restarts, and another one for every installation. */
  readonly installation: string;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

/**
 * Looks once a minute whether delivery works: it calls `watchdog.url` while it does, and pages through
 * `watchdog.connector` while an event waits longer than `watchdog.maxDelay` (docs/metrics.md). One incident at a time,
 * known by a dedup key that outlives restarts.
 */
export class Watchdog {
  readonly #deps: WatchdogDependencies;
  readonly #dedupKey: string;
  readonly #startedAt: number;
  readonly #told = new Map<'works' | 'url' | 'page' | 'stuck', string>();
  /** What was paged; `undefined` until it is known, after a start. */
  #paged: boolean | undefined;
  #cancel: (() => void) | undefined;
  #stopped = false;

  constructor(dependencies: WatchdogDependencies) {
    this.#deps = dependencies;
    this.#dedupKey = `tocsin-backlog-${dependencies.installation}`;
    this.#startedAt = dependencies.clock.now();
  }

  /** For the metrics: as of now. */
  get works(): boolean {
    return this.#fault(this.#deps.status()) === undefined;
  }

  /** The first look is a minute after the start, when what waited has had its chance. */
  start(): void {
    this.#cancel = this.#deps.clock.after(every, () => void this.#tick());
  }

  stop(): void {
    this.#stopped = true;
    this.#cancel?.();
  }

  /** Looks now. Never rejects. */
  async look(): Promise<void> {
    const now = this.#deps.status();
    const fault = this.#fault(now);
    this.#tell('works', fault && `delivery does not work: ${fault}`, 'delivery works again');
    await Promise.all([fault === undefined && this.#callUrl(), this.#judgeBacklog(now)]);
  }

  #fault(status: WatchedStatus): string | undefined {
    const { clock, settings } = this.#deps;
    return whyNotWorking(status, { ...settings, runningFor: clock.now() - this.#startedAt });
  }

  async #tick(): Promise<void> {
    await this.look();
    if (!this.#stopped) this.start();
  }

  async #callUrl(): Promise<void> {
    const { call, settings } = this.#deps;
    if (settings.url === undefined) return;
    const outcome = await call(new URL(settings.url));
    const fault = faultOf(outcome);
    // The path of such an address is often what lets one in: it is not for the log.
    this.#tell(
      'url',
      fault && `watchdog.url was called in vain: ${fault}`,
      'watchdog.url can be called again',
    );
  }

  async #judgeBacklog(status: WatchedStatus): Promise<void> {
    const { connector, maxDelay, paused } = this.#deps.settings;
    // Whoever pauses knows that nothing is sent, and the page would wait like everything else.
    if (connector === undefined || paused) return;
    const { oldestSeconds, events } = status.backlog;
    const isLate = oldestSeconds * 1000 > maxDelay;
    const isYoung = oldestSeconds * 1000 <= maxDelay / 2;
    const words = `${events} ${events === 1 ? 'event waits' : 'events wait'} to be sent, the oldest for ${minutes(oldestSeconds)}`;
    const stuck =
      isLate && isStuck(status, this.#deps.settings)
        ? `${words}. The connector "${connector}", through which this should be paged, is among what does not get through: nobody is paged`
        : undefined;
    this.#tell('stuck', stuck, `events of the connector "${connector}" get through again`);
    let fault: string | undefined;
    try {
      // Between the two it stays as it is: one that wavers around the limit pages once.
      await this.#bring(connector, isLate || (!isYoung && 'as it is'), words);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      fault = `the watchdog can not page through "${connector}": ${why}`;
    }
    this.#tell('page', fault, `the watchdog can page through "${connector}" again`);
  }

  /** Brings the incident to where it should be, when it is not there already. */
  async #bring(connector: string, wanted: boolean | 'as it is', words: string): Promise<void> {
    const { delivery, mayBeOpen } = this.#deps;
    // Also while nothing waits: that the connector can not be used should be known before it is needed.
    const { defaultSource } = await delivery.connector(connector);
    this.#paged ??= await mayBeOpen(connector, this.#dedupKey);
    if (wanted === 'as it is' || wanted === this.#paged) return;
    const key = { dedup_key: this.#dedupKey };
    const payload = {
      summary: `Tocsin does not get events to PagerDuty: ${words}`,
      source: defaultSource,
      severity: 'critical' as const,
      component: 'tocsin',
    };
    const event: AlertEvent = wanted
      ? { event_action: 'trigger', ...key, payload }
      : { event_action: 'resolve', ...key };
    await delivery.accept([{ connectorId: connector, source: 'watchdog', notes: [], kind: 'alert', event }]);
    this.#paged = wanted;
    if (wanted) this.#deps.log.error({ connector }, `${words}; this is paged`);
    else this.#deps.log.info({ connector }, 'the backlog is young again; the page is resolved');
  }

  /** Says what is wrong once, not every minute, and once that it is over. */
  #tell(about: 'works' | 'url' | 'page' | 'stuck', fault: string | undefined, over: string): void {
    const { log } = this.#deps;
    const wasTold = this.#told.has(about);
    if (fault === undefined) {
      this.#told.delete(about);
      if (wasTold) log.info({}, over);
    } else {
      this.#told.set(about, fault);
      if (!wasTold) (about === 'url' ? log.warn : log.error).call(log, {}, fault);
    }
  }
}

function faultOf(outcome: Outcome): string | undefined {
  if (outcome.kind === 'failed') return outcome.message;
  const { status } = outcome;
  if (status >= 200 && status < 300) return undefined;
  const hint = status >= 300 && status < 400 ? '; redirects are not followed' : '';
  return `the answer was ${status}${hint}`;
}

function minutes(seconds: number): string {
  const whole = Math.floor(seconds / 60);
  if (whole >= 120) return `${Math.floor(whole / 60)} hours`;
  return whole === 1 ? '1 minute' : `${whole} minutes`;
}
