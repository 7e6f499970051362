import type { DeliveryObserver } from '../delivery-observer.ts';
import type { DeliveryChange } from '../delivery-service.ts';

/** Hands on what changes to whoever has subscribed; costs next to nothing while nobody has. */
export class Changes {
  readonly #listeners = new Set<(change: DeliveryChange) => void>();

  /** Returns a function that ends it. */
  subscribe(listener: (change: DeliveryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** As an observer of delivery. */
  readonly observer: DeliveryObserver = {
    accepted: ({ seq }) => this.#tell({ what: 'event', seq, state: 'waiting' }),
    started: (seq) => this.#tell({ what: 'event', seq, state: 'in_flight' }),
    attempted: () => {},
    settled: (seq, end) => {
      if (this.#listeners.size === 0) return;
      if (end === undefined) return this.#tell({ what: 'event', seq, state: 'waiting' });
      const reason = 'reason' in end ? end.reason : undefined;
      this.#tell({ what: 'event', seq, state: end.state, reason });
    },
    gate: (target, of, closed) => {
      const host = of === 'host' ? target.host.name : target.url.host;
      this.#tell({ what: 'gate', host, closed });
    },
    committed: () => {},
    problem: () => {},
  };

  #tell(change: DeliveryChange): void {
    if (this.#listeners.size === 0) return;
    for (const listener of this.#listeners) listener(change);
  }
}
