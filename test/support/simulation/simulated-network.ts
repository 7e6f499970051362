import type { Outcome } from '../../../src/network/outcome.ts';
import type { JsonRequest } from '../../../src/network/post-json.ts';
import { bytesOfBody } from '../../../src/network/posted-body.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** What becomes of one request; `latency` in milliseconds from its start to its answer. */
export type Fate =
  /** PagerDuty takes it and answers. */
  | { readonly kind: 'answered'; readonly latency?: number }
  /** PagerDuty takes it; the connection breaks before the answer is here, or in the middle of it. */
  | { readonly kind: 'answer_lost'; readonly latency?: number }
  /** The connection breaks while the request is sent: nothing arrives. */
  | { readonly kind: 'request_lost'; readonly latency?: number }
  /** No connection is had. */
  | { readonly kind: 'no_connection'; readonly cause?: 'network' | 'tls'; readonly latency?: number }
  /** Nothing comes back until the deadline; PagerDuty may have taken it. */
  | { readonly kind: 'hangs'; readonly arrives: boolean }
  /** Something that stands in between answers; nothing arrives at PagerDuty. */
  | {
      readonly kind: 'says';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
      readonly latency?: number;
    };

/** One request, and what became of it. Times are simulated milliseconds since the world began. */
export interface Post {
  readonly n: number;
  readonly at: number;
  readonly host: string;
  readonly path: 'enqueue' | 'change';
  readonly routingKey: string;
  readonly action: string;
  readonly dedupKey: string | undefined;
  readonly severity: string | undefined;
  readonly summary: string | undefined;
  /** When PagerDuty had it, and what it answered; `undefined` when it never arrived. */
  arrivedAt: number | undefined;
  status: number | undefined;
  endedAt: number | undefined;
}

export type Script = (post: Post) => Fate | undefined;

interface Flight {
  readonly post: Post;
  end(outcome: Outcome): void;
}

/** The way from one life of the process to PagerDuty. */
export interface Connection {
  readonly post: (request: JsonRequest) => Promise<Outcome>;
  /** Ends the calls under way from our side. */
  readonly abort: () => void;
  /** The process is gone: what has left arrives, and nobody reads the answers. */
  readonly cut: () => void;
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** PagerDuty and the way to it, in simulated time: the sandbox, behind whatever a script does to each request. */
export class SimulatedNetwork {
  readonly posts: Post[] = [];
  /** Asked for every request; the first that answers decides. */
  readonly scripts: Script[] = [];
  latency: number;
  /** What went wrong in a way that no answer explains, such as two requests of one incident at a time. */
  readonly faults: string[] = [];
  readonly #time: SimulatedTime;
  readonly #sandbox: Sandbox;
  readonly #begin: number;

  constructor(time: SimulatedTime, sandbox: Sandbox, latency: number) {
    this.#time = time;
    this.#sandbox = sandbox;
    this.latency = latency;
    this.#begin = time.now;
  }

  connect(): Connection {
    const flights = new Set<Flight>();
    let isCut = false;
    const post = (request: JsonRequest): Promise<Outcome> => {
      const { promise, resolve } = Promise.withResolvers<Outcome>();
      const made = this.#postOf(request);
      this.#refuseTwoAtOnce(made, flights);
      const startedAt = this.#time.now;
      const cancels: (() => void)[] = [];
      const flight: Flight = {
        post: made,
        end: (outcome) => {
          if (isCut || !flights.delete(flight)) return;
          made.endedAt = this.#time.now - this.#begin;
          for (const cancel of cancels) cancel();
          resolve({ ...outcome, duration: this.#time.now - startedAt });
        },
      };
      flights.add(flight);
      this.posts.push(made);
      const fate = this.#fateOf(made);
      cancels.push(
        this.#time.after(request.deadline, () => {
          const phase = fate.kind === 'no_connection' ? 'before_request' : 'after_request';
          flight.end(failed(phase, 'timeout', `${made.host} did not answer within ${request.deadline} ms`));
        }),
      );
      request.signal?.addEventListener('abort', () => flight.end(endedByUs(made)));
      // Where the body stands may be another's as soon as this returns.
      this.#play(flight, fate, bytesOfBody(request.body));
      return promise;
    };
    const abort = () => {
      for (const flight of flights) flight.end(endedByUs(flight.post));
    };
    const cut = () => {
      isCut = true;
    };
    return { post, abort, cut };
  }

  #play(flight: Flight, fate: Fate, body: Buffer): void {
    const later = (milliseconds: number, what: () => void) => this.#time.after(milliseconds, what);
    const { host } = flight.post;
    if (fate.kind === 'hangs') {
      if (fate.arrives) later(this.latency / 2, () => void this.#arrive(flight.post, body));
      return;
    }
    const latency = fate.latency ?? this.latency;
    switch (fate.kind) {
      case 'no_connection':
        later(latency, () =>
          flight.end(failed('before_request', fate.cause ?? 'network', `no way to ${host}`)),
        );
        return;
      case 'request_lost':
        later(latency, () => flight.end(failed('after_request', 'network', `${host} hung up`)));
        return;
      case 'says':
        later(latency, () => {
          const { status, headers = {}, body: said = '' } = fate;
          flight.post.status = status;
          flight.end({ kind: 'answered', status, headers, body: said, duration: 0 });
        });
        return;
      default:
        later(latency / 2, () => {
          const reply = this.#arrive(flight.post, body);
          later(latency / 2 + reply.delayMs, () => {
            if (fate.kind === 'answer_lost' || reply.kind === 'break') {
              flight.end(failed('after_request', 'network', `${host} hung up`));
            } else {
              const { status, headers, body: said } = reply;
              flight.end({ kind: 'answered', status, headers, body: said, duration: 0 });
            }
          });
        });
    }
  }

  #arrive(post: Post, body: Buffer) {
    post.arrivedAt = this.#time.now - this.#begin;
    const reply = this.#sandbox.handle({ path: post.path, body });
    if (reply.kind === 'answer') post.status = reply.status;
    return reply;
  }

  #fateOf(post: Post): Fate {
    for (const script of this.scripts) {
      const fate = script(post);
      if (fate !== undefined) return fate;
    }
    return { kind: 'answered' };
  }

  /** Rule 4 holds in every simulated world, whatever it is about. */
  #refuseTwoAtOnce(post: Post, flights: ReadonlySet<Flight>): void {
    if (post.dedupKey === undefined) return;
    for (const { post: other } of flights) {
      const isSame =
        other.host === post.host && other.routingKey === post.routingKey && other.dedupKey === post.dedupKey;
      if (isSame) this.faults.push(`two requests of ${post.dedupKey} were on their way at ${post.at}`);
    }
  }

  #postOf({ url, body }: JsonRequest): Post {
    const event = fields(JSON.parse(bytesOfBody(body).toString()));
    const payload = fields(event.payload);
    const isChange = url.pathname.includes('/change/');
    return {
      n: this.posts.length + 1,
      at: this.#time.now - this.#begin,
      host: url.host,
      path: isChange ? 'change' : 'enqueue',
      routingKey: text(event.routing_key) ?? '',
      action: isChange ? 'change' : (text(event.event_action) ?? ''),
      dedupKey: text(event.dedup_key),
      severity: text(payload.severity),
      summary: text(payload.summary),
      arrivedAt: undefined,
      status: undefined,
      endedAt: undefined,
    };
  }
}

const endedByUs = (post: Post) =>
  failed('after_request', 'network', `the call to ${post.host} was ended by us`);

function failed(
  phase: 'before_request' | 'after_request',
  cause: 'network' | 'tls' | 'timeout',
  message: string,
): Outcome {
  return { kind: 'failed', phase, cause, message, duration: 0 };
}
