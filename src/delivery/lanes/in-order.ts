interface Numbered {
  readonly id: number;
}

/**
 * What waits in a lane together with events that come from another one, in the order of acceptance. Each of the two
 * keeps its own order: a trigger that has taken an older one's place stands before what is older than itself.
 */
export function inOrder<Event extends Numbered>(
  waiting: readonly Event[],
  coming: readonly Event[],
): readonly Event[] {
  const [places, comingPlaces] = [placesOf(waiting), placesOf(coming)];
  const all: Event[] = [];
  let next = 0;
  for (const [index, event] of coming.entries()) {
    const place = comingPlaces[index] ?? 0;
    while (next < waiting.length && (places[next] ?? 0) < place) all.push(...waiting.slice(next, ++next));
    all.push(event);
  }
  return [...all, ...waiting.slice(next)];
}

/** Of each event the lowest number among its own and those behind it. */
function placesOf(events: readonly Numbered[]): number[] {
  const places = events.map(({ id }) => id);
  for (let index = places.length - 2; index >= 0; index--) {
    places[index] = Math.min(places[index] ?? 0, places[index + 1] ?? 0);
  }
  return places;
}
