import type { DeliveryStore } from '../../store/delivery-store.ts';

/** One connector is searched for so long in all; milliseconds. Then it counts as one that nothing was delivered by. */
const longestSearch = 1000;

interface Search {
  /** Where it goes on. */
  before: number | null;
  spent: number;
  isOver: boolean;
  found: number | null;
}

export interface LastDeliveredDependencies {
  readonly store: Pick<DeliveryStore, 'events'>;
  /** Milliseconds that never jump. */
  readonly monotonic: () => number;
}

/**
 * When something was last delivered by a connector before this process started: in the delivery log, which is searched
 * in bounded steps, once for each connector, and a little at each asking.
 */
export class LastDelivered {
  readonly #deps: LastDeliveredDependencies;
  readonly #searches = new Map<string, Search>();
  #running: Promise<void> | undefined;

  constructor(dependencies: LastDeliveredDependencies) {
    this.#deps = dependencies;
  }

  /** Goes on searching for these connectors, for `patience` milliseconds in all. Others are forgotten. */
  async search(connectorIds: readonly string[], patience: number): Promise<void> {
    // Two who ask at once share the search.
    this.#running ??= this.#search(connectorIds, patience).finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  /** Milliseconds since 1970; `null`: nothing was found, or not yet. */
  of(connectorId: string): number | null {
    return this.#searches.get(connectorId)?.found ?? null;
  }

  async #search(connectorIds: readonly string[], patience: number): Promise<void> {
    const { store, monotonic } = this.#deps;
    const wanted = new Set(connectorIds);
    for (const id of this.#searches.keys()) if (!wanted.has(id)) this.#searches.delete(id);
    const until = monotonic() + patience;
    for (const connectorId of connectorIds) {
      const search = this.#searches.get(connectorId) ?? {
        before: null,
        spent: 0,
        isOver: false,
        found: null,
      };
      this.#searches.set(connectorId, search);
      while (!search.isOver) {
        const begun = monotonic();
        if (begun >= until) return;
        const { rows, next } = await store.events({ connectorId, state: 'delivered' }, search.before, 1);
        search.before = next;
        search.spent += monotonic() - begun;
        search.found = rows[0]?.settledAt ?? null;
        search.isOver = rows.length > 0 || next === null || search.spent >= longestSearch;
      }
    }
  }
}
