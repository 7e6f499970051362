import { overviewTexts } from '../texts/overview.ts';
import { type Hold, holdsOf } from './holds-of.ts';
import type { Reading } from './overview-queries.ts';

const words = overviewTexts.headline;
/** Milliseconds for which an event is said to be on its way, and not to wait. */
const young = 30_000;
/** Milliseconds after which a count is one of the last day: it goes in steps of 15 minutes. */
const almostADay = 23.5 * 60 * 60_000;

/**
 * How it stands: `good`: all is delivered. `busy`: something is on its way. `late`: something waits longer than it
 * should. `held`: something waits for a reason that somebody may have to do something about. `attention`: nothing
 * waits, but something is wrong. `bad`: new events are refused. `quiet`: nothing was sent yet. `stale`: nobody knows.
 */
export type Tone = 'good' | 'busy' | 'late' | 'held' | 'attention' | 'bad' | 'quiet' | 'stale';

export interface Headline {
  readonly tone: Tone;
  /** The one sentence. It changes only when the situation does. */
  readonly title: string;
  /** What belongs to it, with times that go on by the second. */
  readonly detail?: string;
}

export interface Situation extends Reading {
  readonly isLive: boolean;
  /** Milliseconds since it was read. */
  readonly elapsed: number;
}

/** Whether nothing was ever sent, as far as the delivery log tells. */
export function isNothingYet({ overview, status }: Reading): boolean {
  const { delivered, failed_attempts, dead, connectors } = overview;
  const { backlog, dead_letters, open_incidents } = status;
  const counts = delivered + failed_attempts + dead + backlog.events + dead_letters + open_incidents;
  return counts === 0 && connectors.every((connector) => connector.last_delivered_at === null);
}

/** Whether everything is delivered, in words: the first thing that somebody paged at night wants to know. */
export function headlineOf(situation: Situation): Headline {
  const headline = lastKnown(situation);
  if (situation.isLive) return headline;
  return {
    tone: 'stale',
    title: words.notLive(headline.title),
    detail: words.notLiveHint(situation.elapsed),
  };
}

function lastKnown(situation: Situation): Headline {
  const { overview, status, elapsed } = situation;
  const now = Date.parse(overview.now) + elapsed;
  const holds = holdsOf(situation);
  const age = status.backlog.oldest_seconds * 1000 + elapsed;
  const waiting = status.backlog.events;
  const dead = status.dead_letters;
  const deadToo = dead > 0 ? words.deadToo(dead) : undefined;

  if (status.refusing !== null) return { tone: 'bad', title: words.refusing, detail: status.refusing };

  if (waiting > 0) {
    const oldest = words.oldest(waiting, age);
    const holding = holds.filter(({ events }) => events > 0);
    const [worst] = holding;
    if (worst !== undefined) {
      const title = (holding.length === 1 ? words.held : words.heldByMore)(waiting, worst.because);
      const tone = worst.kind === 'gate' ? 'held' : 'late';
      return { tone, title, ...detailOf(oldest, untilWhen(worst, now), deadToo) };
    }
    if (age < young) return { tone: 'busy', title: words.onTheirWay(waiting), ...detailOf(deadToo) };
    return { tone: 'late', title: words.late(waiting), ...detailOf(oldest, deadToo) };
  }

  const [closed] = holds;
  if (closed !== undefined) {
    const title = words.nothingWaitsBut(closed.because);
    return { tone: 'attention', title, ...detailOf(words.withNextEvent, deadToo) };
  }
  if (dead > 0) return { tone: 'attention', title: words.dead(dead), detail: words.deadHint(dead) };
  if (isNothingYet(situation))
    return { tone: 'quiet', title: words.nothingYet, detail: words.nothingYetHint };

  const { delivered } = overview;
  const what = delivered === 0 ? words.nothingWaits : words.delivered(delivered);
  const counted = now - Date.parse(overview.since);
  const { lastDay, quietLastDay, sinceStart, quietSinceStart } = words;
  const [ofDay, ofStart] = delivered === 0 ? [quietLastDay, quietSinceStart] : [lastDay, sinceStart];
  return {
    tone: 'good',
    title: words.allIsWell(what, status.open_incidents),
    detail: counted > almostADay ? ofDay : ofStart(counted),
  };
}

function untilWhen(hold: Hold, now: number): string {
  switch (hold.kind) {
    case 'gate':
      return words.nextTry(Math.max(0, hold.nextProbe - now));
    case 'rest':
      return words.again(Math.max(0, hold.until - now));
    case 'budget':
      return words.againSoon;
  }
}

function detailOf(...sentences: readonly (string | undefined)[]): Pick<Headline, 'detail'> {
  const said = sentences.filter((sentence) => sentence !== undefined);
  return said.length === 0 ? {} : { detail: said.join(' ') };
}
