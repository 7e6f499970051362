const firstProbeWait = 1000;
const longestProbeWait = 30_000;
const freshProbeEvery = 1000;

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
  #closed: { probeAt: number; wait: number; freshProbeAt: number } | undefined;

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

  /** Whether a call may start. `fresh`: it is an opening trigger that was not tried before. */
  mayStart(now: number, fresh: boolean): boolean {
    if (this.#closed === undefined) return this.#inFlight < this.#allowed;
    if (this.#inFlight > 0) return false;
    return now >= this.#closed.probeAt || (fresh && now >= this.#closed.freshProbeAt);
  }

  started(now: number): void {
    this.#inFlight++;
    if (this.#closed !== undefined) this.#closed.freshProbeAt = now + freshProbeEvery;
  }

  ended(now: number, news: GateNews): void {
    this.#inFlight--;
    if (news === 'alive') this.#opened();
    if (news === 'failed') this.#failed(now);
  }

  /** Probes at once: someone has edited the connector, or the settings were read anew. */
  probeNow(now: number): void {
    if (this.#closed === undefined) return;
    this.#closed = { probeAt: now, wait: firstProbeWait, freshProbeAt: now };
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

  #failed(now: number): void {
    this.#failures++;
    if (this.#closed !== undefined) {
      const wait = Math.min(longestProbeWait, this.#closed.wait * 2);
      this.#closed = { ...this.#closed, probeAt: now + wait, wait };
    } else if (this.#failures >= this.#failuresToClose) {
      this.#closed = { probeAt: now + firstProbeWait, wait: firstProbeWait, freshProbeAt: now };
    }
  }
}
