import type { Clock } from '../delivery/clock.ts';
import type { QuietRuns, RuleStore } from '../store/rule-store.ts';
import type { RuleStatus } from './rule-status.ts';

/** Runs without change are written down so late at most. */
const writeEvery = 5000;
/** Rules of one write: accepting events waits for it to end. */
const atOnce = 250;
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
  #noted = new Map<string, Noted>();
  #cancelTimer: (() => void) | undefined;
  #writing: Promise<void> | undefined;

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

  /** Writes everything that was noted. */
  async flush(): Promise<void> {
    await this.#writing;
    await this.#write();
  }

  #later(): void {
    this.#cancelTimer ??= this.#options.clock.after(writeEvery, () => {
      this.#cancelTimer = undefined;
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
    });
  }

  async #write(): Promise<void> {
    const noted = [...this.#noted];
    this.#noted = new Map();
    for (let i = 0; i < noted.length; i += atOnce) {
      const part: QuietRuns[] = noted.slice(i, i + atOnce).map(([ruleId, { status, runs }]) => ({
        ruleId,
        status: status === null ? null : JSON.stringify(status),
        runs,
      }));
      try {
        await this.#options.store.keepQuiet(part);
      } catch (error) {
        // They are of little use, and there will be others.
        this.#options.onProblem('runs without change could not be written down', error);
      }
    }
  }
}
