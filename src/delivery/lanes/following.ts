import type { LaneBook } from './lane-book.ts';
import type { LaneTable, LaneTableEvent } from './lane-table.ts';

/**
 * Which of these events go along when what waits in a lane follows its connector to another target (rule 19): none
 * while one is in flight, which comes back to the front of this lane or opens what stands behind it. A resolve of what
 * may be open stays, and so does one that is not among them, together with what stands before it: elsewhere nothing
 * would close what that opens.
 */
export function following(
  table: LaneTable,
  book: Pick<LaneBook, 'flightOf' | 'mayBeOpen'>,
  slot: number,
  ids: ReadonlySet<number>,
): LaneTableEvent[] {
  if (book.flightOf(slot) !== undefined) return [];
  const mayBeOpen = book.mayBeOpen(slot);
  const waiting = table.waiting(slot);
  const stays = waiting.findLastIndex(({ action, id }) => {
    return action === 'resolve' && (mayBeOpen || !ids.has(id));
  });
  return waiting.slice(stays + 1).filter(({ id }) => ids.has(id));
}

/**
 * The first of these events, which are about to leave a lane, by which the lane's incident is remembered: its row on
 * disk has the number of that event, or there is none because the waiting trigger says it all.
 */
export function rememberedBy(
  table: LaneTable,
  slot: number,
  events: readonly LaneTableEvent[],
): LaneTableEvent | undefined {
  if (table.state(slot) === 'not_known_open') return undefined;
  const openSeq = table.openSeq(slot);
  return events.find(({ action, id }) => action === 'trigger' && (openSeq === id || openSeq === 0));
}
