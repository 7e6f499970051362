import type { Clock } from '../delivery/clock.ts';
import type { QuietRuns, RuleStore } from '../store/rule-store.ts';
import type { RuleStatus } from './rule-status.ts';

/** Runs without change are written down so late at most. */
const writeEvery = 5000;
/** Rules of one write: accepting events waits for it to end. */
const atOnce = 50;
/** Writes are spread over the time that there is, and so far apart at most. */
const longestPause = 250;
/** More than so many rules are not remembered while the disk takes nothing. */
const mostRules = 200_000;
/** Of one rule no more than these are worth writing. */
const mostRuns = 100;

type QuietRun = QuietRuns['runs'][number];

interface Noted {
  /** `null`: a newer one is on disk. */
  status: RuleStatus | null;
  readonly runs: QuietRun[];
}

export interface QuietRunsOptions {
  readonly store: Pick<RuleStore, 'keepQuiet'>;
  readonly clock: Clock;
  readonly onProblem: (message: string, error: unknown) => void;
}

/** Writes runs in which nothing happened down, many at once and a little later: a crash may take the last with it. */
export class QuietRunsLog {
  readonly #options: QuietRunsOptions;
  readonly #noted = new Map<string, Noted>();
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;
  /** Ends the pause between two writes. */
  #goOn: (() => void) | undefined;
  #isInHaste = false;

  constructor(options: QuietRunsOptions) {
    this.#options = options;
  }

  note(ruleId: string, run: QuietRun, status: RuleStatus): void {
    const noted = this.#noted.get(ruleId);
    if (noted === undefined) {
      if (this.#noted.size >= mostRules) return;
      this.#noted.set(ruleId, { status, runs: [run] });
    } else {
      noted.status = status;
      if (noted.runs.length >= mostRuns) noted.runs.shift();
      noted.runs.push(run);
    }
    this.#later();
  }

  /** A newer status of the rule is on disk. */
  overtaken(ruleId: string): void {
    const noted = this.#noted.get(ruleId);
    if (noted !== undefined) noted.status = null;
  }

  /** Writes everything that was noted, at once. */
  async flush(): Promise<void> {
    this.#isInHaste = true;
    this.#goOn?.();
    await this.#writing;
    await this.#write();
    this.#isInHaste = false;
  }

  #later(): void {
    this.#cancelTimer ??= this.#options.clock.after(writeEvery, () => {
      this.#cancelTimer = undefined;
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  /** Writes what is noted now. A rule stays noted until its turn has come, so that what is newer on disk is known. */
  async #write(): Promise<void> {
    const pause = Math.min(longestPause, (writeEvery * atOnce) / Math.max(1, this.#noted.size));
    for (let left = this.#noted.size; left > 0; left -= atOnce) {
      const part: QuietRuns[] = [];
      for (const [ruleId, { status, runs }] of this.#noted) {
        if (part.length === Math.min(atOnce, left)) break;
        part.push({ ruleId, status: status === null ? null : JSON.stringify(status), runs });
      }
      for (const { ruleId } of part) this.#noted.delete(ruleId);
      try {
        await this.#options.store.keepQuiet(part);
      } catch (error) {
        // They are of little use, and there will be others.
        this.#options.onProblem('runs without change could not be written down', error);
      }
      if (left > atOnce && !this.#isInHaste) await this.#pause(pause);
    }
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(milliseconds, resolve);
      this.#goOn = () => {
        cancel();
        resolve();
      };
    });
  }
}
