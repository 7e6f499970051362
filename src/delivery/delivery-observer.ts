import type { Outcome } from '../network/outcome.ts';
import type { Verdict } from '../pagerduty/verdict.ts';
import type { EventEnd, EventRow } from '../store/delivery-store.ts';
import type { Flight } from './lanes/lane-book.ts';
import type { Target } from './pacing/target.ts';

/** Told of everything that happens to events: for the log, the metrics and whoever watches. Texts hold no secrets. */
export interface DeliveryObserver {
  /** It is on disk. */
  accepted(row: EventRow): void;
  /** An attempt begins. */
  started(seq: number): void;
  /** An attempt has ended. `outcome` is `undefined` when no call was made, because the host is not allowed. */
  attempted(flight: Flight, verdict: Verdict, outcome: Outcome | undefined, now: number): void;
  /** An event has ended, or waits again (`undefined`). */
  settled(seq: number, end: EventEnd | undefined, target: Target): void;
  /** A gate has opened or closed. */
  gate(target: Target, of: 'host' | 'target', closed: boolean): void;
  /** A commit has ended, after so many milliseconds; `error` is `undefined` when it succeeded. */
  committed(error: unknown, duration: number): void;
  /** Something went wrong that nobody waits for: a sentence for the log. */
  problem(message: string, error: unknown): void;
}

/** Tells several. Loops, since the first four are told of each event. */
export function observeBy(observers: readonly DeliveryObserver[]): DeliveryObserver {
  return {
    accepted: (row) => {
      for (const each of observers) each.accepted(row);
    },
    started: (seq) => {
      for (const each of observers) each.started(seq);
    },
    attempted: (flight, verdict, outcome, now) => {
      for (const each of observers) each.attempted(flight, verdict, outcome, now);
    },
    settled: (seq, end, target) => {
      for (const each of observers) each.settled(seq, end, target);
    },
    gate: (target, of, closed) => {
      for (const each of observers) each.gate(target, of, closed);
    },
    committed: (error, duration) => {
      for (const each of observers) each.committed(error, duration);
    },
    problem: (message, error) => {
      for (const each of observers) each.problem(message, error);
    },
  };
}
