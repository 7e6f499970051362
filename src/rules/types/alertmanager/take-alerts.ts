import { HeldAlert } from './held-alert.ts';
import { endsBy, HeldAlerts } from './held-alerts.ts';
import { isRecent, type Missed } from './missed-alerts.ts';
import type { AlertmanagerParams } from './params.ts';
import type { ToldAlert } from './told-alert.ts';

export interface TakeOptions {
  readonly params: AlertmanagerParams;
  readonly now: number;
  readonly listeningSince: number;
  /** So many alerts may fire. */
  readonly max: number;
  /** So many alerts the teller has left out. */
  readonly truncated: number;
}

export interface Taken {
  readonly state: HeldAlerts;
  /** A state on the way there, which has to be looked at too: alerts in it are over that fire anew afterwards. */
  readonly before: HeldAlerts | undefined;
  readonly firing: number;
  /** Alerts that found no room. */
  readonly left: number;
}

/**
 * What is known after alerts were told, in their order, as Alertmanager takes them (`api/v2` and `Alert.Merge` there):
 *
 * * an alert that is told to end in the past is over, others fire; one that nobody knew is not worth a resolve;
 * * a repeat puts the end off; an end that somebody gave is not drawn nearer by a repeat that names an earlier one;
 * * the earliest start holds, unless there was a gap: then it had been over, and fires anew.
 *
 * Two things are done otherwise, because a page hangs on them. A resolve of an earlier firing does not end the present
 * one. And if the webhook speaks of a firing that began after it was heard of last, the one before had ended unnoticed
 * (Alertmanager was silenced or restarted): it is ended now, so that the new one pages.
 */
export function takeAlerts(before: HeldAlerts, told: readonly ToldAlert[], options: TakeOptions): Taken {
  const taking = new Taking(before, options);
  for (const alert of told) taking.take(alert);
  return taking.result();
}

class Taking {
  readonly #options: TakeOptions;
  readonly #endOf: (alert: HeldAlert) => number;
  /** As it was, with what is over by now; a run tells of that. */
  readonly #held: Map<string, HeldAlert>;
  readonly #missedBefore: readonly Missed[];
  /** What fires anew after it was over. */
  readonly #anew = new Map<string, HeldAlert>();
  #firing = 0;
  #left = 0;

  constructor({ byKey, missed }: HeldAlerts, options: TakeOptions) {
    this.#options = options;
    this.#missedBefore = missed;
    this.#endOf = endsBy(options.params, options.listeningSince);
    this.#held = new Map(byKey);
    for (const alert of byKey.values()) if (!this.#isOver(alert)) this.#firing++;
  }

  take(told: ToldAlert): void {
    const isOver = told.isResolved || (told.endsAt !== undefined && told.endsAt <= this.#options.now);
    if (isOver) this.#end(told);
    else this.#fire(told);
  }

  result(): Taken {
    const missed = this.#missed();
    const held = new HeldAlerts(this.#held.values(), missed);
    const isAnew = this.#anew.size > 0;
    const going = () => this.#held.values().filter((alert) => !this.#isOver(alert));
    return {
      state: isAnew ? new HeldAlerts([...going(), ...this.#anew.values()], missed) : held,
      before: isAnew ? held : undefined,
      firing: this.#firing,
      left: this.#left,
    };
  }

  #missed(): readonly Missed[] {
    const { now, truncated } = this.#options;
    const fresh = [
      { why: 'limit' as const, count: this.#left, at: now },
      { why: 'truncated' as const, count: truncated, at: now },
    ].filter(({ count }) => count > 0);
    const isRepeated = ({ why }: Missed) => fresh.some((each) => each.why === why);
    return [...this.#missedBefore.filter((each) => isRecent(each, now) && !isRepeated(each)), ...fresh];
  }

  #end(told: ToldAlert): void {
    const { now } = this.#options;
    if (this.#anew.delete(told.key)) {
      this.#firing--;
      return;
    }
    const known = this.#held.get(told.key);
    if (known === undefined || this.#isOver(known)) return;
    const { startsAt } = known.held;
    const endsAt = Math.min(told.endsAt ?? now, now);
    if (told.by === 'push' && endsAt < startsAt) return;
    this.#firing--;
    const { held, key } = heldOf(told, now, startsAt);
    this.#held.set(key, new HeldAlert({ ...held, endsAt, isResolved: true }, key));
  }

  #fire(told: ToldAlert): void {
    const { now, max } = this.#options;
    const { key } = told;
    const fresh = heldOf(told, now, told.startsAt ?? now);
    const anew = this.#anew.get(key);
    const known = anew ?? this.#held.get(key);
    const isFiring = known !== undefined && !this.#isOver(known);
    if (!isFiring && this.#firing >= max) {
      this.#left++;
      return;
    }
    if (!isFiring) this.#firing++;
    if (known === undefined) this.#held.set(key, fresh);
    else if (anew !== undefined) this.#anew.set(key, this.#merged(anew, fresh));
    else if (!this.#beganAfter(known, told, fresh)) this.#held.set(key, this.#merged(known, fresh));
    else {
      const { held } = known;
      if (isFiring)
        this.#held.set(key, new HeldAlert({ ...held, endsAt: held.heardAt, isResolved: true }, key));
      this.#anew.set(key, fresh);
    }
  }

  /** Whether between what is known and what is told now there was a time in which it did not fire. */
  #beganAfter(known: HeldAlert, told: ToldAlert, { held: { startsAt } }: HeldAlert): boolean {
    if (this.#isOver(known)) return startsAt > this.#endOf(known);
    const isWebhook = told.by === 'webhook' && known.held.by === 'webhook' && told.startsAt !== undefined;
    return isWebhook && startsAt > known.held.startsAt && startsAt > known.held.heardAt;
  }

  #merged({ held: { startsAt, endsAt, isResolved } }: HeldAlert, fresh: HeldAlert): HeldAlert {
    const isLater = isResolved !== true && endsAt !== null && endsAt > this.#endOf(fresh);
    const isEarlier = startsAt < fresh.held.startsAt;
    if (!isLater && !isEarlier) return fresh;
    const merged = { ...fresh.held, ...(isEarlier && { startsAt }), ...(isLater && { endsAt }) };
    return new HeldAlert(merged, fresh.key);
  }

  #isOver(alert: HeldAlert): boolean {
    return this.#endOf(alert) <= this.#options.now;
  }
}

function heldOf(told: ToldAlert, now: number, startsAt: number): HeldAlert {
  const { isResolved: _, key, endsAt = null, ...said } = told;
  return new HeldAlert({ ...said, startsAt, endsAt, heardAt: now }, key);
}
