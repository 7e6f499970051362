import { Readable } from 'node:stream';
import type { DeliveryService } from '../delivery/delivery-service.ts';
import { Refusal } from '../refusal.ts';
import { ChangeBatch } from './change-batch.ts';

/** Milliseconds that changes are gathered, so that they cost delivery next to nothing. */
export const gatherFor = 250;
/** Milliseconds between two signs of life: proxies cut off what is silent. */
export const beatEvery = 15_000;
/** A reader that has not read to the end so long after a stop is cut off. */
export const endWithin = 250;
const mostReaders = 100;
/** Bytes that wait for one reader, at the most; a batch may come on top. */
const mostUnread = 64 * 1024;

const greeting = Buffer.from(': what changes from now on\nretry: 2000\n\n');
const heartbeat = Buffer.from(':\n\n');

export interface ChangeFeedDependencies {
  readonly subscribe: DeliveryService['subscribe'];
  /** Calls back with the id of a rule of which something has changed. Returns a function that ends it. */
  readonly subscribeRules: (listener: (ruleId: string) => void) => () => void;
  /** Calls back once, after so many milliseconds; what it returns calls that off. */
  readonly after: (milliseconds: number, what: () => void) => () => void;
}

/** One who reads. What comes while it does not keep up is added up, and told by its number once it does. */
class ChangeReader extends Readable {
  #isKeepingUp: boolean;
  #missed: ChangeBatch | undefined;

  constructor() {
    super({ highWaterMark: mostUnread });
    this.#isKeepingUp = this.push(greeting);
  }

  override _read(): void {
    this.#isKeepingUp = true;
    const missed = this.#missed;
    this.#missed = undefined;
    if (missed !== undefined) this.#isKeepingUp = this.push(missed.toText());
  }

  tell(batch: ChangeBatch, text: Buffer): void {
    if (this.#isKeepingUp) {
      this.#isKeepingUp = this.push(text);
      return;
    }
    this.#missed ??= new ChangeBatch();
    this.#missed.absorb(batch);
  }

  beat(): void {
    if (this.#isKeepingUp) this.#isKeepingUp = this.push(heartbeat);
  }
}

/**
 * Tells what changes in delivery, and with rules, to whoever wants to see it live, as a stream of server-sent events. Changes are
 * gathered for a quarter of a second and written out once for all readers; many at once are told by their number.
 * Nobody is waited for, and little is kept for those who read slowly.
 */
export class ChangeFeed {
  readonly #deps: ChangeFeedDependencies;
  readonly #readers = new Set<ChangeReader>();
  #batch = new ChangeBatch();
  #stop: (() => void)[] = [];
  #cancelFlush: (() => void) | undefined;
  #isClosed = false;

  constructor(dependencies: ChangeFeedDependencies) {
    this.#deps = dependencies;
  }

  /** Begins a stream. Throws a `Refusal` `unavailable` when there are too many, or the server stops. */
  open(): Readable {
    if (this.#isClosed) throw new Refusal('unavailable', 'The server is stopping.');
    if (this.#readers.size >= mostReaders) {
      throw new Refusal(
        'unavailable',
        `${mostReaders} streams are open already, which is the most. Close one, or ask /api/tocsin/status.`,
        { retryAfter: 10 },
      );
    }
    const reader = new ChangeReader();
    if (this.#readers.size === 0) this.#start();
    this.#readers.add(reader);
    reader.on('close', () => {
      if (this.#readers.delete(reader) && this.#readers.size === 0) this.#rest();
    });
    return reader;
  }

  /** Ends every stream, properly where it is read and soon where it is not. */
  close(): void {
    this.#isClosed = true;
    this.#flush();
    for (const reader of this.#readers) reader.push(null);
    this.#deps.after(endWithin, () => {
      for (const reader of this.#readers) reader.destroy();
    });
  }

  #start(): void {
    const later = () => {
      this.#cancelFlush ??= this.#deps.after(gatherFor, () => this.#flush());
    };
    const unsubscribe = this.#deps.subscribe((change) => {
      this.#batch.add(change);
      later();
    });
    const unsubscribeRules = this.#deps.subscribeRules((ruleId) => {
      this.#batch.addRule(ruleId);
      later();
    });
    let cancelBeat = () => {};
    const beat = () => {
      cancelBeat = this.#deps.after(beatEvery, () => {
        for (const reader of this.#readers) reader.beat();
        beat();
      });
    };
    beat();
    this.#stop = [unsubscribe, unsubscribeRules, () => cancelBeat()];
  }

  #rest(): void {
    for (const stop of this.#stop) stop();
    this.#stop = [];
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    this.#batch = new ChangeBatch();
  }

  #flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    const batch = this.#batch;
    if (batch.isEmpty) return;
    this.#batch = new ChangeBatch();
    const text = Buffer.from(batch.toText());
    for (const reader of this.#readers) reader.tell(batch, text);
  }
}
