import { createHash } from 'node:crypto';

/** Runs that were missed are caught up within so long after a start, or within one interval where that is shorter. */
const catchUpWithin = 30_000;

/**
 * Where in its interval a rule runs, from 0 to below 1. It comes from the rule's id alone, so that a thousand rules of
 * one interval are spread over it, whenever they were made and however often the process starts.
 */
export function phaseOf(ruleId: string): number {
  return createHash('sha256').update(ruleId).digest().readUInt32LE(0) / 2 ** 32;
}

/** The first time of the rule's own beat at or after `from`: one in every interval. */
export function beatFrom(from: number, interval: number, phase: number): number {
  const offset = Math.floor(phase * interval);
  return Math.ceil((from - offset) / interval) * interval + offset;
}

/**
 * When a rule runs next after a run that began at `startedAt`: at its beat, never earlier than half an interval later,
 * and never in the past. What was missed is not made up for.
 */
export function nextDue(startedAt: number, now: number, interval: number, phase: number): number {
  return beatFrom(Math.max(now, startedAt + interval / 2), interval, phase);
}

/**
 * When a rule runs first after the process has started, or after it was made or changed. One that never ran does at
 * once; one that missed a run does so soon, at a moment of its own; any other keeps its beat.
 */
export function firstDue(lastStartedAt: number | null, now: number, interval: number, phase: number): number {
  if (lastStartedAt === null) return now;
  const beat = nextDue(lastStartedAt, lastStartedAt, interval, phase);
  if (beat >= now) return Math.min(beat, beatFrom(now, interval, phase) + interval);
  const soon = now + phase * Math.min(catchUpWithin, interval);
  return Math.min(soon, beatFrom(now, interval, phase));
}
