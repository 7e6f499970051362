import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { BodyConditions } from './judge-body.ts';

/** A body as it was read, UTF-8. It is handed over: whoever asks has it no longer. */
export interface ReadBody {
  readonly bytes: Uint8Array;
  /** There was more of it than may be read. */
  readonly isCut: boolean;
}

/** Why a body is not as it should be; `undefined`: it is. Rejects when `signal` is aborted first. */
export type JudgeBody = (
  body: ReadBody,
  conditions: BodyConditions,
  signal: AbortSignal,
) => Promise<string | undefined>;

interface Question {
  readonly body: ReadBody;
  readonly conditions: BodyConditions;
  readonly answer: (why: string | undefined) => void;
  readonly fail: (error: Error) => void;
}

/** What the thread says: that it is there, and then an answer to each question. */
const said = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ ready: z.literal(false), why: z.string().optional() }),
]);

/** A document may take a multiple of its text; more than this no body needs that may be read. */
const mostMemory = 256;

/**
 * Judges bodies in a thread of its own, one after the other. One that takes longer than `limit` milliseconds, or more
 * memory than there is for it, is given up with words for that, and the thread with it. There is none before the first
 * body, and it keeps the process alive only while it has one to judge. A thread that can not be started is our own fault:
 * whoever asks is told by a rejection.
 */
export class BodyThread {
  readonly #limit: number;
  #worker: Worker | undefined;
  #isReady = false;
  #current: Question | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #waiting: Question[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  readonly judge: JudgeBody = (body, conditions, signal) =>
    new Promise((resolve, reject) => {
      signal.throwIfAborted();
      const leave = () => {
        const place = this.#waiting.indexOf(question);
        if (place !== -1) this.#waiting.splice(place, 1);
        reject(signal.reason);
      };
      const stay = () => signal.removeEventListener('abort', leave);
      const question: Question = {
        body,
        conditions,
        answer: (why) => {
          stay();
          resolve(why);
        },
        fail: (error) => {
          stay();
          reject(error);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(question);
      this.#next();
    });

  #next(): void {
    if (this.#current !== undefined) return;
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) return;
    this.#worker ??= this.#started();
    this.#worker.ref();
    if (this.#isReady) this.#ask(this.#worker, this.#current);
  }

  #ask(worker: Worker, { body, conditions }: Question): void {
    // What the thread needs to begin is not the fault of a body.
    this.#timer = setTimeout(() => {
      this.#giveUp(worker, `the body could not be examined within ${this.#limit} ms`);
    }, this.#limit);
    const { isCut } = body;
    const bytes = ownBytes(body.bytes);
    worker.postMessage({ bytes, isCut, conditions: JSON.stringify(conditions) }, [bytes.buffer]);
  }

  #started(): Worker {
    const worker = new Worker(new URL('./body-worker.ts', import.meta.url), {
      name: 'bodies',
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    });
    worker.on('message', (message: unknown) => this.#heard(worker, said.parse(message)));
    worker.on('error', (error) =>
      this.#giveUp(worker, `the body could not be examined: ${messageOf(error)}`),
    );
    this.#isReady = false;
    return worker;
  }

  #heard(worker: Worker, message: z.infer<typeof said>): void {
    if (worker !== this.#worker) return;
    if (!message.ready) {
      this.#settle((question) => question.answer(message.why));
      return;
    }
    this.#isReady = true;
    if (this.#current !== undefined) this.#ask(worker, this.#current);
  }

  #giveUp(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    const isReady = this.#isReady;
    this.#worker = undefined;
    worker.terminate().catch(() => {});
    this.#settle((question) => (isReady ? question.answer(why) : question.fail(new Error(why))));
  }

  #settle(tell: (question: Question) => void): void {
    const current = this.#current;
    this.#current = undefined;
    clearTimeout(this.#timer);
    if (current !== undefined) tell(current);
    // An idle thread lets the process end.
    this.#worker?.unref();
    this.#next();
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Bytes that can be handed over. Where they share what they were read into with others, they are copied. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isAlone ? new Uint8Array(buffer) : new Uint8Array(bytes);
}
