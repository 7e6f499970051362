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
}

const answered = z.object({ why: z.string().optional() });

/** A document may take a multiple of its text; more than this no body needs that may be read. */
const mostMemory = 256;

/**
 * Judges bodies in a thread of its own, one after the other. One that takes longer than `limit` milliseconds, or more
 * memory than there is for it, is given up with words for that, and the thread with it. There is none before the first
 * body, and it keeps the process alive only while it has one to judge.
 */
export class BodyThread {
  readonly #limit: number;
  #worker: Worker | undefined;
  #current: { readonly question: Question; readonly timer: NodeJS.Timeout } | undefined;
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
      const question: Question = {
        body,
        conditions,
        answer: (why) => {
          signal.removeEventListener('abort', leave);
          resolve(why);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.push(question);
      this.#next();
    });

  #next(): void {
    if (this.#current !== undefined) return;
    const question = this.#waiting.shift();
    if (question === undefined) return;
    const { body, conditions } = question;
    const worker = this.#started();
    const timer = setTimeout(() => {
      this.#giveUp(worker, `the body could not be examined within ${this.#limit} ms`);
    }, this.#limit);
    this.#current = { question, timer };
    worker.ref();
    const { isCut } = body;
    const bytes = ownBytes(body.bytes);
    worker.postMessage({ bytes, isCut, conditions: JSON.stringify(conditions) }, [bytes.buffer]);
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(new URL('./body-worker.ts', import.meta.url), {
      name: 'bodies',
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    });
    worker.on('message', (message: unknown) => this.#answer(worker, answered.parse(message).why));
    worker.on('error', (error) => {
      const why = error instanceof Error ? error.message : String(error);
      this.#giveUp(worker, `the body could not be examined: ${why}`);
    });
    this.#worker = worker;
    return worker;
  }

  #giveUp(worker: Worker, why: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    worker.terminate().catch(() => {});
    this.#settle(why);
  }

  #answer(worker: Worker, why: string | undefined): void {
    if (worker === this.#worker) this.#settle(why);
  }

  #settle(why: string | undefined): void {
    const current = this.#current;
    this.#current = undefined;
    if (current !== undefined) {
      clearTimeout(current.timer);
      current.question.answer(why);
    }
    // An idle thread lets the process end.
    this.#worker?.unref();
    this.#next();
  }
}

/** Bytes that can be handed over. Where they share what they were read into with others, they are copied. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = bytes;
  const isAlone = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return isAlone ? new Uint8Array(buffer) : new Uint8Array(bytes);
}
