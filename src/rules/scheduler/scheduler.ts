import type { Clock } from '../../delivery/clock.ts';
import { type Due, DueHeap } from './due-heap.ts';
import { firstDue, nextDue, phaseOf } from './due-times.ts';

/** Work of one turn of the event loop takes so long at most before delivery has its turn (milliseconds). */
const turnLength = 4;
/** A timer is set no further ahead: those of Node hold no more than 24 days. */
const farthestTimer = 3_600_000;
/** A run that was told to end and does not gives up its place among those that run at once after so long. */
const endPatience = 5000;

/** Why a run was told to end: `signal.reason` is one of these. */
export class RunEnded extends Error {
  readonly why: 'timeout' | 'removed' | 'stopping';

  constructor(why: 'timeout' | 'removed' | 'stopping', message: string) {
    super(message);
    this.why = why;
  }
}

/** When a rule runs. Milliseconds. */
export interface Cadence {
  readonly interval: number;
  /** A run that takes longer is ended. */
  readonly timeout: number;
}

/** One run, as the scheduler starts it. */
export interface ScheduledRun {
  readonly ruleId: string;
  /** When it should have begun. */
  readonly dueAt: number;
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

export interface SchedulerOptions {
  readonly clock: Clock;
  /** Calls `what` in a later turn of the event loop, after what has arrived meanwhile, as `setImmediate` does. */
  readonly nextTurn: (what: () => void) => void;
  /** So many runs are under way at once, at most. */
  readonly concurrency: number;
  /**
   * Runs a rule. It settles when the run is really over, and not before: until then the rule does not run again. It
   * looks after its own errors; a rejection is told to `onProblem`.
   */
  readonly run: (run: ScheduledRun) => Promise<void>;
  readonly onProblem: (message: string, error: unknown) => void;
}

interface Entry extends Due {
  readonly ruleId: string;
  readonly phase: number;
  cadence: Cadence;
  current: Running | undefined;
}

interface Running {
  readonly ruleId: string;
  readonly timeout: number;
  readonly abort: AbortController;
  readonly endsAt: number;
  /** Since when it has been told to end. */
  toldAt: number | undefined;
  /** It ignores that, and others run in its place. */
  isLeftBehind: boolean;
  readonly over: PromiseWithResolvers<void>;
}

/**
 * Starts the runs of all rules, each in its own beat: one heap and one timer, however many there are. A rule never
 * overlaps itself, missed runs are not made up for, and between the runs of one turn and the next everything else that
 * the process does has its turn.
 */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #heap = new DueHeap<Entry>();
  readonly #running = new Set<Running>();
  /** Runs of rules that were taken away since they began; a rule that is back meanwhile waits for its own. */
  readonly #leaving = new Map<string, Running>();
  #occupied = 0;
  #isStarted = false;
  #isTurnAsked = false;
  #cancelTimer: (() => void) | undefined;
  #timerAt = Number.POSITIVE_INFINITY;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Rules that it knows. */
  get size(): number {
    return this.#entries.size;
  }

  /** Runs under way, those left behind among them. */
  get running(): number {
    return this.#running.size;
  }

  /** How late the rule is that should have run first; 0 when none is late. */
  get delay(): number {
    const first = this.#heap.peek();
    return first === undefined ? 0 : Math.max(0, this.#now() - first.dueAt);
  }

  /** `lastStartedAt`: when its last run began, in an earlier life too; `null`: it never ran. */
  add(ruleId: string, cadence: Cadence, lastStartedAt: number | null): void {
    const known = this.#entries.get(ruleId);
    if (known !== undefined) {
      this.#change(known, cadence);
      return;
    }
    const phase = phaseOf(ruleId);
    const dueAt = firstDue(lastStartedAt, this.#now(), cadence.interval, phase);
    const current = this.#leaving.get(ruleId);
    const entry: Entry = { ruleId, phase, cadence, dueAt, place: -1, current };
    this.#entries.set(ruleId, entry);
    if (current === undefined) this.#heap.put(entry);
    this.#arm();
  }

  /**
   * Takes a rule away and tells its run to end, if one is under way; returns whether one was. When the rule is added
   * again, it does not run before that run is over. Harmless when the rule is not known.
   */
  remove(ruleId: string): boolean {
    const entry = this.#entries.get(ruleId);
    if (entry === undefined) return false;
    this.#entries.delete(ruleId);
    this.#heap.remove(entry);
    const { current } = entry;
    if (current === undefined) return false;
    this.#leaving.set(ruleId, current);
    this.#end(current, new RunEnded('removed', 'the rule was disabled, deleted or changed'));
    return true;
  }

  /** Has the rule run now, out of turn. */
  runSoon(ruleId: string): 'soon' | 'running' | 'unknown' {
    const entry = this.#entries.get(ruleId);
    if (entry === undefined) return 'unknown';
    if (entry.current !== undefined) return 'running';
    entry.dueAt = Math.min(entry.dueAt, this.#now());
    this.#heap.put(entry);
    this.#arm();
    return 'soon';
  }

  /** Has the rule run at this time, where its beat would come later. Harmless when the rule is not known. */
  notLaterThan(ruleId: string, at: number): void {
    const entry = this.#entries.get(ruleId);
    if (entry === undefined || entry.dueAt <= at) return;
    entry.dueAt = Math.max(at, this.#now());
    if (entry.current === undefined) this.#heap.put(entry);
    this.#arm();
  }

  isRunning(ruleId: string): boolean {
    return this.#entries.get(ruleId)?.current !== undefined;
  }

  /** When it runs next; while it runs, when it would after that. `undefined`: it is not known. */
  nextRunAt(ruleId: string): number | undefined {
    return this.#entries.get(ruleId)?.dueAt;
  }

  start(): void {
    this.#isStarted = true;
    this.#arm();
  }

  /** Starts nothing new, tells what is under way to end, and resolves when it is over or `patience` has passed. */
  async stop(patience: number): Promise<void> {
    this.#isStarted = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (this.#running.size === 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(patience, resolve);
    const all = [...this.#running].map((running) => {
      this.#end(running, new RunEnded('stopping', 'Tocsin is stopping'));
      return running.over.promise;
    });
    await Promise.race([late, Promise.all(all)]);
    cancel();
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #change(entry: Entry, cadence: Cadence): void {
    const { interval } = entry.cadence;
    entry.cadence = cadence;
    if (interval === cadence.interval) return;
    const now = this.#now();
    // From the next beat of the new interval on.
    entry.dueAt = nextDue(now - cadence.interval / 2, now, cadence.interval, entry.phase);
    if (entry.current === undefined) this.#heap.put(entry);
    this.#arm();
  }

  /** Sets the one timer to what comes first: a run that is due, or one that has lasted too long. */
  #arm(): void {
    if (!this.#isStarted || this.#isTurnAsked) return;
    const now = this.#now();
    const first = this.#heap.peek();
    const hasRoom = this.#occupied < this.#options.concurrency;
    if (first !== undefined && hasRoom && first.dueAt <= now) {
      this.#askForTurn();
      return;
    }
    let at = hasRoom ? (first?.dueAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    for (const running of this.#running) at = Math.min(at, this.#lookAgainAt(running));
    if (at === this.#timerAt && this.#cancelTimer !== undefined) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#timerAt = at;
    if (at === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer = this.#options.clock.after(Math.min(Math.max(0, at - now), farthestTimer), () => {
      this.#cancelTimer = undefined;
      this.#turn();
    });
  }

  #lookAgainAt({ isLeftBehind, toldAt, endsAt }: Running): number {
    if (isLeftBehind) return Number.POSITIVE_INFINITY;
    return toldAt === undefined ? endsAt : toldAt + endPatience;
  }

  /** Whatever ends or becomes due asks for one and the same turn. */
  #askForTurn(): void {
    if (!this.#isStarted || this.#isTurnAsked) return;
    this.#isTurnAsked = true;
    this.#options.nextTurn(() => {
      this.#isTurnAsked = false;
      this.#turn();
    });
  }

  #turn(): void {
    if (!this.#isStarted) return;
    const begin = this.#now();
    this.#lookForLate(begin);
    for (let now = begin; now < begin + turnLength; now = this.#now()) {
      const entry = this.#heap.peek();
      if (entry === undefined || entry.dueAt > now || this.#occupied >= this.#options.concurrency) break;
      this.#begin(entry, now);
    }
    this.#arm();
  }

  #lookForLate(now: number): void {
    for (const running of this.#running) {
      if (this.#lookAgainAt(running) > now) continue;
      if (running.toldAt === undefined) {
        this.#end(running, new RunEnded('timeout', `the run took longer than ${running.timeout / 1000} s`));
      } else {
        running.isLeftBehind = true;
        this.#occupied--;
      }
    }
  }

  #end(running: Running, reason: RunEnded): void {
    running.toldAt ??= this.#now();
    running.abort.abort(reason);
    this.#arm();
  }

  #begin(entry: Entry, now: number): void {
    const { dueAt, ruleId, cadence } = entry;
    this.#heap.remove(entry);
    entry.dueAt = nextDue(now, now, cadence.interval, entry.phase);
    const running: Running = {
      ruleId,
      timeout: cadence.timeout,
      abort: new AbortController(),
      endsAt: now + cadence.timeout,
      toldAt: undefined,
      isLeftBehind: false,
      over: Promise.withResolvers(),
    };
    entry.current = running;
    this.#running.add(running);
    this.#occupied++;
    void this.#run(running, { ruleId, dueAt, startedAt: now, signal: running.abort.signal });
  }

  async #run(running: Running, run: ScheduledRun): Promise<void> {
    try {
      await this.#options.run(run);
    } catch (error) {
      this.#options.onProblem(`a run of the rule ${run.ruleId} failed`, error);
    }
    this.#over(running, run.startedAt);
  }

  #over(running: Running, startedAt: number): void {
    const { ruleId, isLeftBehind, over } = running;
    this.#running.delete(running);
    if (this.#leaving.get(ruleId) === running) this.#leaving.delete(ruleId);
    if (!isLeftBehind) this.#occupied--;
    over.resolve();
    const entry = this.#entries.get(ruleId);
    if (entry?.current === running) {
      entry.current = undefined;
      const now = this.#now();
      if (entry.dueAt < now) entry.dueAt = nextDue(startedAt, now, entry.cadence.interval, entry.phase);
      this.#heap.put(entry);
    }
    // Not at once: a run that awaits nothing real would never let the event loop go on.
    this.#askForTurn();
  }
}
