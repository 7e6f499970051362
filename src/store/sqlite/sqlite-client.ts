import { ChurningMap } from '../../churning-map.ts';
import { StoreError } from '../store-error.ts';
import {
  type ArgumentsOf,
  type Call,
  isAnswerTo,
  isReport,
  type OperationName,
  type ResultOf,
  toError,
} from './protocol.ts';

/** The way to the thread that owns the database; a `Worker` and a `MessagePort` both are one. */
export interface Port {
  postMessage(message: unknown): void;
  /** Keeps the process alive, until `unref`. */
  ref(): void;
  unref(): void;
}

interface Pending {
  settle(answer: unknown): void;
  reject(error: Error): void;
}

/** The asking side of `protocol.ts`. While a call waits for its answer the process stays alive, otherwise not. */
export class SqliteClient {
  readonly #port: Port;
  readonly #file: string;
  readonly #pending = new ChurningMap<Pending>();
  readonly #opened = Promise.withResolvers<void>();
  #lastId = 0;
  #ended: StoreError | undefined;
  #stopped = false;

  constructor(port: Port, file: string) {
    this.#port = port;
    this.#file = file;
  }

  /** Settles when the database is open, or could not be opened. */
  opened(): Promise<void> {
    return this.#opened.promise;
  }

  /** Rejects with a `StoreError` (or `Refusal`) that tells what went wrong over there. */
  call<Name extends OperationName>(operation: Name, ...args: ArgumentsOf[Name]): Promise<ResultOf[Name]> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) throw this.#ended;
      const id = ++this.#lastId;
      // Throws at once when an argument can not be cloned; nothing waits then.
      const call: Call<Name> = { kind: 'call', id, operation, args };
      this.#port.postMessage(call);
      if (this.#pending.size === 0) this.#port.ref();
      this.#pending.set(id, {
        reject,
        settle: (answer) => {
          if (isAnswerTo(answer, operation)) resolve(answer.result);
          else reject(this.#unavailable(`answered something else when asked for ${operation}`));
        },
      });
    });
  }

  /** Takes what the thread sent. */
  receive(message: unknown): void {
    if (!isReport(message)) {
      this.fail('sent a message nobody knows');
    } else if (message.kind === 'opened') {
      this.#port.unref();
      this.#opened.resolve();
    } else if (message.kind === 'notOpened') {
      this.#opened.reject(toError(message.failure));
    } else if (message.kind === 'failed') {
      this.#take(message.id)?.reject(toError(message.failure));
    } else {
      this.#take(message.id)?.settle(message);
    }
  }

  /** The thread is gone: what waits, and what is asked from now on, rejects. Only the first reason counts. */
  fail(reason: string): void {
    this.#ended ??= this.#unavailable(reason);
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(this.#ended);
    this.#opened.reject(this.#ended);
  }

  /** Takes no more calls. Those that wait are still answered, and the process lives until the thread has ended. */
  stop(): void {
    this.#stopped = true;
    this.#port.ref();
    this.#ended ??= new StoreError('unavailable', `The store of ${this.#file} is closed.`);
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (this.#pending.size === 0 && !this.#stopped) this.#port.unref();
    return pending;
  }

  #unavailable(reason: string): StoreError {
    const what = `The thread that keeps ${this.#file} ${reason}.`;
    return new StoreError('unavailable', `${what} Nothing that was acknowledged is lost; restart Tocsin.`);
  }
}
