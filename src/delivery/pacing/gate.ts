const firstProbeWait = 1000;
const longestProbeWait = 30_000;
const freshProbeEvery = 1000;

/** A gate while it is closed, from one closing to the next opening. */
interface Closed {
  probeAt: number;
  wait: number;
  freshProbeAt: number;
  /** Probes under way; calls that began before it closed are none. */
  probes: number;
}

/** How a call went through a gate, to be handed back when it ends; what it says of a closed one hangs on it. */
export type Passage = object | undefined;

/** What an ended call says of the host or target behind a gate; `neither` says nothing of it. */
export type GateNews = 'alive' | 'failed' | 'neither';

/**
 * A gate in front of a host or of a target (rule 7 of the delivery contract): a PagerDuty that is down is probed, not
 * hammered. It closes after so many failures in a row. Behind a closed gate one request at a time probes, after 1 s,
 * doubling to 30 s; an opening trigger that was not tried before probes at once, at most one a second. The first
 * success opens it; the calls in flight may then be 1, and double with each success. A new gate begins that way too.
 *
 * Times are milliseconds on one monotonic clock.
 */
export class Gate {
  readonly #failuresToClose: number;
  readonly #mostInFlight: number;
  #failures = 0;
  #inFlight = 0;
  #allowed = 1;
  #closed: Closed | undefined;

  /** Five failures close the gate of a host, one `held` that of a target. */
  constructor(failuresToClose: number, mostInFlight: number) {
    this.#failuresToClose = failuresToClose;
    this.#mostInFlight = mostInFlight;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** When the next probe may go; `undefined` while the gate is open. */
  get probeAt(): number | undefined {
    return this.#closed?.probeAt;
  }

  /** When a call may start, as far as time goes: `Infinity` while only the end of another lets it. */
  freeAt(now: number, fresh: boolean): number {
    if (this.#closed === undefined) return this.#inFlight < this.#allowed ? now : Number.POSITIVE_INFINITY;
    const probe = this.#closed.probes === 0 ? this.#closed.probeAt : Number.POSITIVE_INFINITY;
    return Math.max(now, Math.min(probe, fresh ? this.#closed.freshProbeAt : Number.POSITIVE_INFINITY));
  }

  /** Whether a call may start. `fresh`: it is an opening trigger that was not tried before. */
  mayStart(now: number, fresh: boolean): boolean {
    if (this.#closed === undefined) return this.#inFlight < this.#allowed;
    // At once means beside a probe that hangs, too.
    if (fresh && now >= this.#closed.freshProbeAt) return true;
    return this.#closed.probes === 0 && now >= this.#closed.probeAt;
  }

  started(now: number): Passage {
    this.#inFlight++;
    if (this.#closed === undefined) return undefined;
    this.#closed.probes++;
    this.#closed.freshProbeAt = now + freshProbeEvery;
    return this.#closed;
  }

  /** `passage`: what `started` gave. */
  ended(now: number, news: GateNews, passage: Passage): void {
    this.#inFlight--;
    if (news === 'alive') this.#opened();
    else if (this.#closed === undefined) this.#failedOpen(now, news);
    else if (passage === this.#closed) this.#probed(now, news, this.#closed);
  }

  /** Probes at once: someone has edited the connector, or the settings were read anew. */
  probeNow(now: number): void {
    if (this.#closed === undefined) return;
    Object.assign(this.#closed, { probeAt: now, wait: firstProbeWait, freshProbeAt: now });
  }

  #opened(): void {
    this.#failures = 0;
    if (this.#closed === undefined) {
      this.#allowed = Math.min(this.#mostInFlight, this.#allowed * 2);
      return;
    }
    this.#closed = undefined;
    this.#allowed = 1;
  }

  #failedOpen(now: number, news: GateNews): void {
    if (news === 'neither') return;
    this.#failures++;
    if (this.#failures < this.#failuresToClose) return;
    this.#closed = { probeAt: now + firstProbeWait, wait: firstProbeWait, freshProbeAt: now, probes: 0 };
  }

  /** The other calls that were in flight when the gate closed fail too, and say nothing new. */
  #probed(now: number, news: GateNews, closed: Closed): void {
    closed.probes--;
    if (news === 'failed') closed.wait = Math.min(longestProbeWait, closed.wait * 2);
    closed.probeAt = now + closed.wait;
  }
}
