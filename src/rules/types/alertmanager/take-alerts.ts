import { endOf, type HeldAlert, type HeldAlerts, keyOf } from './held-alerts.ts';
import type { AlertmanagerParams } from './params.ts';
import type { ToldAlert } from './told-alert.ts';

export interface TakeOptions {
  readonly params: AlertmanagerParams;
  readonly now: number;
  readonly listeningSince: number;
  /** So many alerts may fire. */
  readonly max: number;
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
  /** As it was, with what is over by now; a run tells of that. */
  readonly #held: Map<string, HeldAlert>;
  /** What fires anew after it was over. */
  readonly #anew = new Map<string, HeldAlert>();
  #firing = 0;
  #left = 0;

  constructor({ alerts }: HeldAlerts, options: TakeOptions) {
    this.#options = options;
    this.#held = new Map(alerts.map((alert) => [keyOf(alert), alert]));
    for (const alert of alerts) if (!this.#isOver(alert)) this.#firing++;
  }

  take(told: ToldAlert): void {
    const isOver = told.isResolved || (told.endsAt !== undefined && told.endsAt <= this.#options.now);
    if (isOver) this.#end(told);
    else this.#fire(told);
  }

  result(): Taken {
    const held = [...this.#held.values()];
    const going = held.filter((alert) => !this.#isOver(alert));
    const isAnew = this.#anew.size > 0;
    return {
      state: { alerts: isAnew ? [...going, ...this.#anew.values()] : held },
      before: isAnew ? { alerts: held } : undefined,
      firing: this.#firing,
      left: this.#left,
    };
  }

  #end(told: ToldAlert): void {
    const { now } = this.#options;
    if (this.#anew.has(told.key)) {
      this.#anew.delete(told.key);
      this.#firing--;
      return;
    }
    const held = this.#held.get(told.key);
    if (held === undefined || this.#isOver(held)) return;
    const endsAt = Math.min(told.endsAt ?? now, now);
    if (told.by === 'push' && endsAt < held.startsAt) return;
    this.#firing--;
    this.#held.set(told.key, { ...heldOf(told, now, held.startsAt), endsAt, isResolved: true });
  }

  #fire(told: ToldAlert): void {
    const { now, max } = this.#options;
    const startsAt = Math.min(told.startsAt ?? now, told.endsAt ?? Number.POSITIVE_INFINITY);
    const fresh = heldOf(told, now, startsAt);
    const anew = this.#anew.get(told.key);
    const held = anew ?? this.#held.get(told.key);
    const isFiring = held !== undefined && !this.#isOver(held);
    if (!isFiring && this.#firing >= max) {
      this.#left++;
      return;
    }
    if (!isFiring) this.#firing++;
    if (held === undefined) this.#held.set(told.key, fresh);
    else if (anew === undefined && this.#beganAfter(held, told, startsAt)) {
      if (isFiring) this.#held.set(told.key, { ...held, endsAt: held.heardAt, isResolved: true });
      this.#anew.set(told.key, fresh);
    } else (anew === undefined ? this.#held : this.#anew).set(told.key, this.#merged(held, fresh));
  }

  /** Whether between what is held and what is told now there was a time in which it did not fire. */
  #beganAfter(held: HeldAlert, { by, startsAt: given }: ToldAlert, startsAt: number): boolean {
    if (this.#isOver(held)) return startsAt > this.#endOf(held);
    const isWebhook = by === 'webhook' && held.by === 'webhook' && given !== undefined;
    return isWebhook && startsAt > held.startsAt && startsAt > held.heardAt;
  }

  #merged(held: HeldAlert, fresh: HeldAlert): HeldAlert {
    const { params } = this.#options;
    const startsAt = Math.min(held.startsAt, fresh.startsAt);
    const end = held.isResolved ? null : held.endsAt;
    const isLater = end !== null && end > endOf(fresh, params, 0);
    return { ...fresh, startsAt, ...(isLater && { endsAt: end }) };
  }

  #endOf(alert: HeldAlert): number {
    return endOf(alert, this.#options.params, this.#options.listeningSince);
  }

  #isOver(alert: HeldAlert): boolean {
    return this.#endOf(alert) <= this.#options.now;
  }
}

function heldOf(told: ToldAlert, now: number, startsAt: number): HeldAlert {
  const { isResolved: _, key, endsAt = null, ...said } = told;
  const held: HeldAlert = { ...said, startsAt, endsAt, heardAt: now };
  return keyOf(held) === key ? held : { ...held, key };
}
