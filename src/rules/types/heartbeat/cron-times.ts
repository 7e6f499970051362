import { Cron } from 'croner';

/** Parsed expressions that are remembered, of some 40 kB each; more than that and all are forgotten. */
const mostRemembered = 200;
/** Any moment would do: an expression that names no moment in the years after it names none at all. */
const longAgo = new Date('2000-01-01T00:00:00Z');

/** With the answer that it gave last, which holds for all moments from `from` to below `next`. */
interface Remembered {
  readonly cron: Cron;
  from: number;
  next: number;
}

function parse(expression: string, timezone: string): Cron {
  // The library takes a single moment in the place of an expression, too.
  const fields = expression.trim().split(/\s+/).length;
  if (fields < 5 && !expression.trim().startsWith('@')) {
    throw new Error('it has to have five fields (minute, hour, day, month, weekday), or six, seconds first');
  }
  return new Cron(expression, { timezone, mode: '5-or-6-parts', paused: true });
}

/** What is wrong with a time zone, as a sentence; `undefined`: nothing. */
export function timezoneFault(timezone: string): string | undefined {
  try {
    if (timezone === '') throw new RangeError('an empty name');
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return undefined;
  } catch {
    return `"${timezone}" is no time zone of the IANA database, such as "Europe/Berlin" or "UTC"`;
  }
}

/** What is wrong with a cron expression, as a sentence; `undefined`: nothing. */
export function cronFault(expression: string): string | undefined {
  try {
    const next = parse(expression, 'UTC').nextRun(longAgo);
    return next === null ? `"${expression}" names a time that never comes` : undefined;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    return `"${expression}" is no cron expression: ${why}`;
  }
}

/**
 * The moments that cron expressions name. When clocks are put forward, a time that is skipped comes at the end of
 * the gap; when they are put back, a time that comes twice counts the first time, but `*` and steps go on through both.
 */
export class CronTimes {
  readonly #parsed = new Map<string, Remembered>();

  /** The first moment after `at` (milliseconds since 1970); throws for what is no expression. */
  nextAfter(expression: string, timezone: string, at: number): number {
    const remembered = this.#of(expression, timezone);
    if (at >= remembered.from && at < remembered.next) return remembered.next;
    const next = remembered.cron.nextRun(new Date(at));
    if (next === null) throw new Error(`the cron expression "${expression}" names no time any more`);
    remembered.from = at;
    remembered.next = next.getTime();
    return remembered.next;
  }

  #of(expression: string, timezone: string): Remembered {
    const name = JSON.stringify([expression, timezone]);
    const known = this.#parsed.get(name);
    if (known !== undefined) return known;
    if (this.#parsed.size >= mostRemembered) this.#parsed.clear();
    const cron = parse(expression, timezone);
    const remembered = { cron, from: Number.NaN, next: Number.NaN };
    this.#parsed.set(name, remembered);
    return remembered;
  }
}
