import type { DeliveryStore, EventFilter, LoggedEvent } from '../../store/delivery-store.ts';

/** Of each incident so many are kept: the newest. */
const kept = 4;
/** Events that are read at once. */
const atOnce = 500;

/** An incident, as the log knows it. */
export interface IncidentName {
  readonly targetId: number;
  readonly dedupKey: string;
}

const nameOf = ({ targetId, dedupKey }: IncidentName) => `${targetId} ${dedupKey}`;

/**
 * What was accepted of some incidents since a certain event. The log has no index over dedup keys (rule 17), so it is
 * gone through once for all of them, in bounded steps that hold up nobody.
 */
export class LaterEvents {
  readonly #found: ReadonlyMap<string, readonly LoggedEvent[]>;

  private constructor(found: ReadonlyMap<string, readonly LoggedEvent[]>) {
    this.#found = found;
  }

  /** `except`: events that do not count. */
  static async find(
    store: Pick<DeliveryStore, 'events'>,
    incidents: readonly IncidentName[],
    after: number,
    except: ReadonlySet<number> = new Set(),
  ): Promise<LaterEvents> {
    const found = new Map<string, LoggedEvent[]>(incidents.map((incident) => [nameOf(incident), []]));
    const filter = filterFor(incidents);
    let before: number | null = null;
    while (found.size > 0) {
      const { rows, next } = await store.events(filter, before, atOnce);
      for (const row of rows) {
        if (row.dedupKey === null || except.has(row.seq)) continue;
        const list = found.get(nameOf({ targetId: row.targetId, dedupKey: row.dedupKey }));
        if (list !== undefined && list.length < kept) list.push(row);
      }
      if (next === null || next <= after + 1) break;
      before = next;
    }
    return new LaterEvents(found);
  }

  /** Those of one incident that came after an event, the newest first; of many, only some. */
  of(incident: IncidentName, seq: number): readonly LoggedEvent[] {
    return (this.#found.get(nameOf(incident)) ?? []).filter((event) => event.seq > seq);
  }
}

/** What all of them share, the store can look for by itself. */
function filterFor([first, ...others]: readonly IncidentName[]): EventFilter {
  if (first === undefined) return {};
  const isShared = (name: keyof IncidentName) => others.every((other) => other[name] === first[name]);
  return {
    ...(isShared('targetId') && { targetId: first.targetId }),
    ...(isShared('dedupKey') && { dedupKey: first.dedupKey }),
  };
}
