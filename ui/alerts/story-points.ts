import { alertTexts } from '../texts/alerts.ts';
import { texts as common, reasonInWords } from '../texts/common.ts';
import { happenedInWords } from '../texts/rules.ts';
import type { TimelineEntry } from './alerts-api.ts';

const words = alertTexts.story;

type StoryEvent = NonNullable<TimelineEntry['event']>;

/** One thing on the line of time. */
export interface StoryPoint {
  readonly key: string;
  /** Milliseconds since 1970; `null`: it is still to come. */
  readonly at: number | null;
  readonly tone: 'alert' | 'good' | 'bad' | 'plain' | 'waiting';
  readonly title: string;
  readonly details: readonly string[];
  /** Of the delivery log, where it begins. */
  readonly eventId?: string;
}

/** A time that an alert was active, from its first match to its end. */
export interface Occurrence {
  readonly uuid: string;
  readonly points: readonly StoryPoint[];
}

const tones: Readonly<Record<string, StoryPoint['tone']>> = {
  new: 'alert',
  group_changed: 'alert',
  recovered: 'good',
};

function* pointsOfEvent(event: StoryEvent, key: string): Iterable<StoryPoint> {
  const { attempt_log: attempts, state, settled_at: settled } = event;
  const last = attempts.at(-1);
  for (const [index, attempt] of attempts.entries()) {
    const { n, started_at, duration_ms, status, verdict, reason, message } = attempt;
    const before = attempts[index - 1];
    const left = before === undefined ? 0 : n - before.n - 1;
    const isTaken = verdict === 'delivered';
    yield {
      key: `${key} attempt ${n}`,
      at: Date.parse(started_at) + duration_ms,
      tone: isTaken ? 'good' : 'bad',
      title: status === null ? words.noAnswer : isTaken ? words.took(status) : words.answered(status),
      details: [
        ...(left > 0 ? [words.attempts(left)] : []),
        ...(reason === null ? [] : [reasonInWords(reason)]),
        ...(message === null || isTaken ? [] : [message]),
        ...(attempt === last && state === 'waiting' ? [words.again] : []),
      ],
    };
  }
  if (state === 'waiting' || state === 'in_flight') {
    yield { key: `${key} waits`, at: null, tone: 'waiting', title: words.waits, details: [] };
  } else if (state === 'superseded' || state === 'dead') {
    yield {
      key: `${key} ended`,
      at: settled === null ? null : Date.parse(settled),
      tone: state === 'dead' ? 'bad' : 'plain',
      title: state === 'dead' ? words.dead : words.superseded,
      details: state === 'dead' ? [] : [common.superseded[event.superseded_why ?? 'newer']],
    };
  }
}

function* pointsOfEntry(entry: TimelineEntry, place: number): Iterable<StoryPoint> {
  const { at, run, what, group_name: group, event, event_id: eventId, detail } = entry;
  const key = `${run} ${place}`;
  if (eventId === null) {
    yield {
      key,
      at: Date.parse(at),
      tone: tones[what] ?? 'plain',
      title: happenedInWords(what),
      details: [...(group === null ? [] : [words.group(group)]), ...(detail === null ? [] : [detail])],
    };
    return;
  }
  const sends: Readonly<Record<string, string>> = words.sends;
  const action = event?.action ?? detail ?? '';
  yield {
    key,
    at: Date.parse(event?.accepted_at ?? at),
    tone: 'plain',
    title: words.accepted(sends[action] ?? action),
    details: [
      event === null
        ? happenedInWords(what)
        : words.through(happenedInWords(what), event.connector_name ?? event.connector_id),
      ...(event === null ? [words.forgotten] : event.summary === null ? [] : [event.summary]),
    ],
    eventId,
  };
  if (event !== null) yield* pointsOfEvent(event, key);
}

const timeOf = ({ at }: StoryPoint) => at ?? Number.POSITIVE_INFINITY;

/**
 * What happened to an alert on one line of time, each time that it was active by itself, the newest last: when its
 * condition came and went, what went out, and what PagerDuty answered.
 */
export function occurrencesOf(entries: readonly TimelineEntry[]): Occurrence[] {
  const occurrences: { uuid: string; points: StoryPoint[] }[] = [];
  for (const [place, entry] of entries.entries()) {
    const last = occurrences.at(-1);
    const uuid = entry.alert_uuid ?? last?.uuid ?? '';
    const of = occurrences.find((each) => each.uuid === uuid);
    if (of === undefined) occurrences.push({ uuid, points: [...pointsOfEntry(entry, place)] });
    else of.points.push(...pointsOfEntry(entry, place));
  }
  for (const { points } of occurrences) {
    // The order of things of one moment is that in which they happened; sorting keeps it.
    points.sort((one, other) => (timeOf(one) === timeOf(other) ? 0 : timeOf(one) - timeOf(other)));
  }
  return occurrences;
}
