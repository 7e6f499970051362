import type {
  AnswerController,
  AnswerHandler,
  Connection,
  Connections,
} from '../../../src/network/connections.ts';
import type { Hop } from '../../../src/network/exchange.ts';

/** What a call was told of, in order. */
export type Told = 'left' | 'head' | 'body' | 'end' | 'error';

/** A call that writes down all that it is told, and gives its connection back when it is over. */
export class ToldCall implements AnswerHandler {
  readonly told: Told[] = [];
  readonly connection: Connection;
  status = 0;
  body = '';
  error: Error | undefined;
  controller: AnswerController | undefined;
  /** The moment at which it ends itself. */
  readonly #abortAt: Told | undefined;
  readonly #over = Promise.withResolvers<this>();
  readonly #left = Promise.withResolvers<void>();
  readonly #began = Promise.withResolvers<void>();

  constructor(connections: Connections, url: string, hop: Partial<Hop> = {}, abortAt?: Told) {
    const target = new URL(url);
    this.#abortAt = abortAt;
    this.connection = connections.take(target.origin);
    this.connection.dispatch({ method: 'POST', url: target, headers: {}, body: '{}', ...hop }, this);
  }

  /** However it ended. */
  get over(): Promise<this> {
    return this.#over.promise;
  }

  get left(): Promise<void> {
    return this.#left.promise;
  }

  /** Its answer has begun. */
  get began(): Promise<void> {
    return this.#began.promise;
  }

  onRequestStart(controller: AnswerController): void {
    this.controller = controller;
    this.#note('left');
    this.#left.resolve();
  }

  onResponseStart(_controller: AnswerController, status: number): void {
    this.status = status;
    this.#note('head');
    this.#began.resolve();
  }

  onResponseData(_controller: AnswerController, chunk: Buffer): void {
    this.body += chunk.toString('latin1');
    if (this.told.at(-1) !== 'body') this.#note('body');
  }

  onResponseEnd(): void {
    this.#note('end');
    this.#end();
  }

  onResponseError(_controller: AnswerController | null, error: Error): void {
    this.error = error;
    this.#note('error');
    this.#end();
  }

  #note(told: Told): void {
    this.told.push(told);
    if (told === this.#abortAt) this.controller?.abort(new Error('ended by the test'));
  }

  #end(): void {
    this.connection.release();
    this.#over.resolve(this);
  }
}
