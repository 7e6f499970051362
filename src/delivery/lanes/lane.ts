/** What an event wants of its incident. Change events are not here: each has a lane of its own. */
export type LaneAction = 'trigger' | 'acknowledge' | 'resolve';

/** As much of an event as its lane needs to know. */
export interface LaneEvent {
  readonly id: number;
  readonly action: LaneAction;
}

/** Why an event will not be sent: a newer one says the same, it is over, or it would change nothing. */
export type SupersededWhy = 'newer' | 'over' | 'moot';

/** An event that will not be sent, why, and which event took its place. */
export interface Superseded<Event extends LaneEvent> {
  readonly event: Event;
  readonly why: SupersededWhy;
  readonly by: Event;
}

/** A lane after something happened to it. */
export interface LaneChange<Event extends LaneEvent> {
  /** What waits now, in the order in which it goes. */
  readonly waiting: readonly Event[];
  readonly superseded: readonly Superseded<Event>[];
}

/**
 * Lets an event arrive behind those that wait, by the table "The lane" of the delivery contract (rule 10): what waits
 * is brought up to date without changing what PagerDuty finally shows and without swallowing a page that is due.
 *
 * `mayBeOpen` says whether the lane's incident may be open at PagerDuty: open, maybe open, or with a trigger in
 * flight. Only then does a resolve that meets a waiting trigger have anything to close.
 */
export function arrive<Event extends LaneEvent>(
  waiting: readonly Event[],
  event: Event,
  mayBeOpen: boolean,
): LaneChange<Event> {
  switch (event.action) {
    case 'trigger':
      return arriveTrigger(waiting, event);
    case 'acknowledge':
      return arriveAcknowledge(waiting, event);
    case 'resolve':
      return arriveResolve(waiting, event, mayBeOpen);
  }
}

/** A trigger takes the place of the one that waits, or stands at the end. */
function arriveTrigger<Event extends LaneEvent>(waiting: readonly Event[], event: Event): LaneChange<Event> {
  const older = waiting.find(({ action }) => action === 'trigger');
  if (older === undefined) return { waiting: [...waiting, event], superseded: [] };
  return {
    waiting: waiting.map((each) => (each === older ? event : each)),
    superseded: [{ event: older, why: 'newer', by: event }],
  };
}

/**
 * An acknowledge stands behind the trigger that it acknowledges; one that waits already, wherever, has nothing left
 * to say. Behind a resolve with no trigger after it there is nothing to acknowledge.
 */
function arriveAcknowledge<Event extends LaneEvent>(
  waiting: readonly Event[],
  event: Event,
): LaneChange<Event> {
  const hasTrigger = waiting.some(({ action }) => action === 'trigger');
  const resolve = waiting.find(({ action }) => action === 'resolve');
  if (resolve !== undefined && !hasTrigger) {
    return { waiting, superseded: [{ event, why: 'moot', by: resolve }] };
  }
  const older = waiting.filter(({ action }) => action === 'acknowledge');
  return {
    waiting: [...waiting.filter(({ action }) => action !== 'acknowledge'), event],
    superseded: older.map((each) => ({ event: each, why: 'newer', by: event })),
  };
}

/**
 * A resolve ends everything that waits. It goes out itself, unless all there is to end is a trigger that was never
 * sent: then nobody is paged for what is over.
 */
function arriveResolve<Event extends LaneEvent>(
  waiting: readonly Event[],
  event: Event,
  mayBeOpen: boolean,
): LaneChange<Event> {
  const superseded = waiting.map((each): Superseded<Event> => {
    return { event: each, why: each.action === 'resolve' ? 'newer' : 'over', by: event };
  });
  const [first] = waiting;
  if (first?.action === 'trigger' && !mayBeOpen) {
    return { waiting: [], superseded: [...superseded, { event, why: 'over', by: first }] };
  }
  return { waiting: [event], superseded };
}

/**
 * Puts an event that was in flight back to the front: the lane becomes that event alone, and the waiting ones arrive
 * anew, in their order. `mayBeOpen` is what holds after the attempt: a trigger whose answer was lost makes it true.
 */
export function backToFront<Event extends LaneEvent>(
  event: Event,
  waiting: readonly Event[],
  mayBeOpen: boolean,
): LaneChange<Event> {
  let lane: readonly Event[] = [event];
  const superseded: Superseded<Event>[] = [];
  for (const each of waiting) {
    const change = arrive(lane, each, mayBeOpen);
    lane = change.waiting;
    superseded.push(...change.superseded);
  }
  return { waiting: lane, superseded };
}
