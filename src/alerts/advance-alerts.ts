import type { AlertState } from './alert-state.ts';
import type { FlappingSettings } from './alerting-rule.ts';
import type { ClassifiedAlert } from './classified-alert.ts';
import { advanceFlap, type Flap, mayFlapNext } from './flapping.ts';
import { patchState } from './patch-state.ts';
import type { ReportedAlert } from './reported-alert.ts';

export interface AdvanceInput {
  readonly previous: ReadonlyMap<string, AlertState>;
  readonly reported: readonly ReportedAlert[];
  /** The number of this run. */
  readonly run: number;
  readonly now: number;
  readonly flapping: FlappingSettings;
  readonly delay: number;
  readonly maxAlerts: number;
  readonly newUuid: () => string;
}

export interface Advance {
  /** States that are not what they were. */
  readonly changed: ReadonlyMap<string, AlertState>;
  /** Those that a run shows, active before recovered. */
  readonly active: readonly ClassifiedAlert[];
  readonly recovered: readonly ClassifiedAlert[];
  readonly ignored: number;
  readonly isLimitReached: boolean;
}

const flapOf = ({ changes, flapping }: AlertState): Flap => ({ changes, flapping: flapping === true });
/** What is still open when an alert is back: it is used again, and its resolve is owed no more. */
const reused = (opened: AlertState['opened']) => opened?.map(({ owed: _, ...incident }) => incident);
const flapFields = ({ changes, flapping }: Flap) => ({ changes, flapping: flapping || undefined }) as const;

/**
 * Compares what a rule type reports with what was known (contract 6.1 to 6.7): which alerts are new, still active or
 * recovered, which are held back by the alert delay, and which flap. Beyond the alert limit nothing recovers, because
 * what was not reported may merely have found no room; alerts that are known keep theirs.
 */
export function advanceAlerts(input: AdvanceInput): Advance {
  return new Advancing(input).result();
}

class Advancing {
  readonly #input: AdvanceInput;
  readonly #reported: ReadonlyMap<string, ReportedAlert>;
  readonly #isLimitReached: boolean;
  readonly #changed = new Map<string, AlertState>();
  readonly #active: ClassifiedAlert[] = [];
  readonly #recovered: ClassifiedAlert[] = [];

  constructor(input: AdvanceInput) {
    this.#input = input;
    this.#reported = new Map(input.reported.map((alert) => [alert.id, alert]));
    this.#isLimitReached = this.#reported.size > input.maxAlerts;
  }

  result(): Advance {
    const { previous, maxAlerts } = this.#input;
    let room = maxAlerts;
    for (const state of previous.values()) {
      const reported = this.#reported.get(state.id);
      if (state.status !== 'recovered') room--;
      if (reported === undefined) this.#absent(state);
      else if (state.status !== 'recovered') this.#stays(state, reported);
    }
    let ignored = 0;
    for (const reported of this.#reported.values()) {
      const state = previous.get(reported.id);
      if (state !== undefined && state.status !== 'recovered') continue;
      if (this.#isLimitReached && room <= 0) {
        ignored++;
        if (state !== undefined) this.#absent(state);
        continue;
      }
      room--;
      this.#begins(state, reported);
    }
    return {
      changed: this.#changed,
      active: this.#active,
      recovered: this.#recovered,
      ignored,
      isLimitReached: this.#isLimitReached,
    };
  }

  #begins(before: AlertState | undefined, reported: ReportedAlert): void {
    const { run, now, delay, newUuid } = this.#input;
    const isHeldBack = delay > 1;
    // Nobody sees an alert that is held back come or go, and so that is no flapping.
    const flap = this.#flap(before, !isHeldBack);
    const opened = isHeldBack ? before?.opened : reused(before?.opened);
    const state: AlertState = {
      id: reported.id,
      uuid: newUuid(),
      status: isHeldBack ? 'delayed' : 'active',
      group: reported.group,
      start: now,
      firstRun: run,
      ...flapFields(flap),
      ...(opened !== undefined && { opened }),
      ...this.#said(reported, flap),
    };
    this.#keep(before, state);
    if (state.status === 'active') this.#active.push({ kind: 'new', state, before, reported });
  }

  /** The condition was met before and is met now. */
  #stays(before: AlertState, reported: ReportedAlert): void {
    const { run, now, delay } = this.#input;
    const isRaised = before.status === 'delayed' && run - before.firstRun + 1 >= delay;
    const flap = this.#flap(before, isRaised || before.absences !== undefined);
    const state = patchState(before, {
      group: reported.group,
      absences: undefined,
      ...flapFields(flap),
      ...this.#said(reported, flap),
      ...(isRaised && { status: 'active' as const, start: now, opened: reused(before.opened) }),
    });
    this.#keep(before, state);
    if (state.status === 'active') {
      this.#active.push({ kind: isRaised ? 'new' : 'ongoing', state, before, reported });
    }
  }

  #absent(before: AlertState): void {
    if (before.status === 'recovered') {
      this.#keep(before, patchState(before, flapFields(this.#flap(before, false))));
    } else if (this.#isLimitReached) this.#isKept(before);
    else if (before.status === 'delayed') this.#ends(before, this.#flap(before, false), undefined);
    else this.#isMissed(before);
  }

  /** Nothing is known about its condition. */
  #isKept(before: AlertState): void {
    const flap = this.#flap(before, false);
    const isDelayed = before.status === 'delayed';
    const state = patchState(before, {
      ...flapFields(flap),
      // Of a delayed alert only runs that have seen it count.
      ...(isDelayed && { firstRun: before.firstRun + 1 }),
    });
    this.#keep(before, state);
    if (!isDelayed) this.#active.push({ kind: 'ongoing', state, before, reported: undefined });
  }

  #isMissed(before: AlertState): void {
    const { now, flapping } = this.#input;
    const absences = (before.absences ?? 0) + 1;
    const flap = this.#flap(before, absences === 1);
    if (!flap.flapping || absences >= flapping.statusChangeThreshold) {
      const state = this.#ends(before, flap, now);
      this.#recovered.push({ kind: 'recovered', state, before, reported: undefined });
      return;
    }
    const state = patchState(before, { absences, ...flapFields(flap) });
    this.#keep(before, state);
    this.#active.push({ kind: 'ongoing', state, before, reported: undefined });
  }

  /** @param end absent for an alert that nobody has seen. */
  #ends(before: AlertState, flap: Flap, end: number | undefined): AlertState {
    const { id, uuid, group, start, firstRun, opened, told, defaults, state: kept } = before;
    const state: AlertState = {
      id,
      uuid,
      status: 'recovered',
      group,
      start,
      ...(end !== undefined && { end }),
      firstRun,
      ...flapFields(flap),
      ...(opened !== undefined && { opened }),
      ...(told !== undefined && { told }),
      ...(defaults !== undefined && { defaults }),
      ...(kept !== undefined && { state: kept }),
    };
    this.#keep(before, state);
    return state;
  }

  #flap(before: AlertState | undefined, hasChanged: boolean): Flap {
    const { run, flapping } = this.#input;
    const flap = before === undefined ? { changes: [], flapping: false } : flapOf(before);
    return advanceFlap(flap, hasChanged, run, flapping);
  }

  /** What has to be remembered of a report. */
  #said({ context, severity, defaults, state }: ReportedAlert, flap: Flap) {
    const { run, flapping } = this.#input;
    const isNeeded = mayFlapNext(flap, run, flapping);
    return {
      context: isNeeded ? context : undefined,
      severity: isNeeded ? severity : undefined,
      defaults,
      state,
    } satisfies Partial<AlertState>;
  }

  #keep(before: AlertState | undefined, state: AlertState): void {
    if (state !== before) this.#changed.set(state.id, state);
  }
}
