import type { DeliveryBatch, DeliveryStore } from '../../../src/store/delivery-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import type { SimulatedTime } from './simulated-time.ts';

const plenty = 100 * 1024 ** 3;

/** What happens to the disk, by script. It outlives the process, as disks do. */
export class SimulatedDisk {
  /** Why a commit fails; `undefined`: it does not. */
  refuses: (batch: DeliveryBatch) => boolean = () => false;
  /** A commit is done, and its caller is told that it failed. */
  liesAbout: (batch: DeliveryBatch) => boolean = () => false;
  /** Commits that are asked for wait until it is released. */
  isStuck = false;
  /** The same of events that are taken to another target; and whether that fails. */
  areMovesStuck = false;
  refusesMoves = false;
  free = plenty;
  commits = 0;
  readonly #stuck: (() => void)[] = [];

  release(): void {
    this.isStuck = false;
    this.areMovesStuck = false;
    for (const go of this.#stuck.splice(0)) go();
  }

  async move(really: () => Promise<void>): Promise<void> {
    if (this.areMovesStuck) await this.#released();
    if (this.refusesMoves) throw new StoreError('full', 'The disk is full.');
    await really();
  }

  async commit(batch: DeliveryBatch, really: () => Promise<void>): Promise<void> {
    if (this.isStuck) await this.#released();
    if (this.refuses(batch)) throw new StoreError('full', 'The disk is full.');
    await really();
    this.commits++;
    if (this.liesAbout(batch)) throw new StoreError('unavailable', 'Nobody knows how the commit ended.');
  }

  #released(): Promise<void> {
    return new Promise<void>((resolve) => this.#stuck.push(resolve));
  }
}

/** The store as one life of the process sees it: while it answers time stands still, and after death it never does. */
export function storeOnDisk(
  store: Store,
  { time, disk, isAlive }: { time: SimulatedTime; disk: SimulatedDisk; isAlive: () => boolean },
): Pick<Store, 'connectors' | 'meta' | 'delivery'> {
  const forLife = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isAlive()) return new Promise<never>(() => {});
    try {
      const result = await work();
      if (isAlive()) return result;
    } catch (error) {
      if (isAlive()) throw error;
    }
    return new Promise<never>(() => {});
  };
  const real = <T>(work: () => Promise<T>) => time.duringReal(work);
  let counts: ReturnType<DeliveryStore['counts']> | undefined;
  let countedAt = -1;
  const own: Pick<DeliveryStore, 'commit' | 'moveWaiting' | 'freeDisk' | 'counts'> = {
    commit: (batch) => disk.commit(batch, () => real(() => store.delivery.commit(batch))),
    moveWaiting: (moves) => disk.move(() => real(() => store.delivery.moveWaiting(moves))),
    freeDisk: () => Promise.resolve(disk.free),
    // Asked every few seconds; days of simulated time would be spent waiting for it.
    counts: () => {
      if (countedAt !== disk.commits) counts = undefined;
      countedAt = disk.commits;
      counts ??= real(() => store.delivery.counts());
      return counts;
    },
  };
  const wrap = <Part extends object>(part: Part, instead: object = {}): Part =>
    new Proxy(part, {
      get: (target, name) => {
        const replacement: unknown = Reflect.get(instead, name);
        const value: unknown = Reflect.get(target, name);
        if (typeof replacement === 'function') {
          return (...args: unknown[]) => forLife(() => Reflect.apply(replacement, instead, args));
        }
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => forLife(() => real(() => Reflect.apply(value, target, args)));
      },
    });
  return {
    connectors: wrap(store.connectors),
    meta: wrap(store.meta),
    delivery: wrap(store.delivery, own),
  };
}
