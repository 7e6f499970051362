import type { OpenChange } from '../../store/delivery-store.ts';
import type { Target } from '../pacing/target.ts';
import { type AttemptEnd, afterAttempt } from './incident-state.ts';
import type { LaneAction } from './lane.ts';
import type { LaneTable, LaneTableEvent } from './lane-table.ts';

/** As much of a flight as what is remembered of its incident hangs on. */
interface Flown {
  readonly slot: number;
  readonly target: Target;
  readonly event: LaneTableEvent;
}

/**
 * A start may have made a lane *maybe open* without a row on disk, since the waiting trigger itself says so there.
 * When that trigger goes, the row takes its place.
 */
export function openOfGone(table: LaneTable, slot: number, event: LaneTableEvent, at: number): OpenChange[] {
  if (event.action !== 'trigger' || table.state(slot) !== 'maybe_open') return [];
  if (table.openSeq(slot) !== 0) return [];
  table.setState(slot, 'maybe_open', event.id);
  return [{ change: 'maybe_open', seq: event.id, instead: null, at }];
}

/** What is remembered of the incident after an attempt (rule 11): in memory from now on, and what the disk is to be told. */
export function openAfter(
  table: LaneTable,
  { slot, target, event }: Flown,
  action: LaneAction,
  end: AttemptEnd,
  at: number,
): OpenChange[] {
  const before = table.state(slot);
  const after = afterAttempt(before, action, end);
  const openSeq = table.openSeq(slot);
  const instead = openSeq === 0 ? null : openSeq;
  if (after === 'not_known_open') {
    if (before === 'not_known_open') return [];
    table.setState(slot, after, 0);
    target.open--;
    return instead === null ? [] : [{ change: 'closed', seq: instead }];
  }
  if (before === 'not_known_open') target.open++;
  if (action === 'trigger' && end !== 'not_arrived') {
    if (end === 'maybe_arrived' && before !== 'not_known_open' && instead !== null) return [];
    table.setState(slot, after, event.id);
    return [{ change: after, seq: event.id, instead, at }];
  }
  if (action === 'acknowledge' && end === 'delivered' && instead !== null) {
    return [{ change: 'acknowledged', seq: instead, at }];
  }
  return action === 'trigger' ? openOfGone(table, slot, event, at) : [];
}
