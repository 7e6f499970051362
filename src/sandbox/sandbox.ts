import type { AcceptMode } from '../api/sandbox.ts';
import { befall, loseAnswer } from './befall.ts';
import { type Bounds, defaultBounds } from './bounds.ts';
import { type Call, keptBody, type Result } from './call.ts';
import { checkAlertEvent } from './check-alert-event.ts';
import { type ChangeEvent, checkChangeEvent } from './check-change-event.ts';
import { describeEffect } from './describe-effect.ts';
import { type BookResult, type Incident, IncidentBook, type IncidentFilter } from './incident-book.ts';
import { KeyRing, type PlayKey } from './key-ring.ts';
import { Moods, type MoodWish } from './moods.ts';
import { RateLimiter } from './rate-limiter.ts';
import { type BodyRead, readBody, routingKeyOf } from './read-body.ts';
import {
  accepted,
  changeAccepted,
  invalidEvent,
  type Reply,
  throttled,
  tooLarge,
  unknownKey,
  unrecognized,
} from './reply.ts';
import { Ring } from './ring.ts';
import { shorten } from './shorten.ts';

export interface SandboxOptions {
  /** ms since 1970. */
  readonly clock: () => number;
  /** From 0 up to 1, without 1. */
  readonly random: () => number;
  readonly uuid: () => string;
  /** Calls per routing key in any 60 s; null for no limit; 120 unless given. */
  readonly limit?: number | null | undefined;
  readonly accept?: AcceptMode | undefined;
  readonly bounds?: Partial<Bounds> | undefined;
}

export interface SandboxRequest {
  readonly path: 'enqueue' | 'change';
  /** The header `X-Routing-Key`. */
  readonly routingKeyHeader?: string | undefined;
  readonly body: Uint8Array;
}

/** What has changed, for whoever shows it live. */
export type SandboxChange =
  | { readonly what: 'call'; readonly id: number; readonly incident: number | undefined }
  | { readonly what: 'incident'; readonly id: number }
  | { readonly what: 'settings' }
  | { readonly what: 'reset' };

const pagerDutyLimit = 120;

/**
 * A PagerDuty to practise on: the Events API v2 with PagerDuty's rules, limits and texts, and moods. Everything is
 * in memory and bounded. It knows no network: `handle` takes what came in and says what goes out.
 */
export class Sandbox {
  readonly #options: SandboxOptions;
  readonly #bounds: Bounds;
  readonly #keys: KeyRing;
  readonly #moods: Moods;
  readonly #limiter: RateLimiter;
  readonly #calls: Ring<Call>;
  readonly #changes: Ring<ChangeEvent>;
  readonly #listeners = new Set<(change: SandboxChange) => void>();
  #book: IncidentBook;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#bounds = { ...defaultBounds, ...options.bounds };
    this.#keys = new KeyRing(options.accept ?? 'any', options.random, this.#bounds.keys);
    this.#moods = new Moods(options.random, this.#bounds.keys);
    this.#limiter = new RateLimiter(this.#startLimit(), this.#bounds.limiterKeys);
    this.#calls = new Ring(this.#bounds.calls);
    this.#changes = new Ring(this.#bounds.changes);
    this.#book = new IncidentBook(this.#bounds);
  }

  /**
   * Takes one call. Never throws, whatever the bytes. The event is processed now, even where the answer shall wait
   * (`delayMs`). In this order: the mood, the size, the form, the key, the limit, the event; so a call that a mood
   * stops takes nothing from the limit, one that is refused for its content does.
   */
  handle(request: SandboxRequest): Reply {
    const now = this.#options.clock();
    const read = readBody(request.body);
    const found = routingKeyOf(read, request.routingKeyHeader);
    const routingKey = typeof found === 'string' ? found : undefined;
    const { mood, delay } = this.#moods.draw(routingKey, now);
    const stopped = befall(mood, this.#options.random);
    const processed = stopped ?? this.#process(request.path, read, found, now);
    const result = mood === 'lose-answer' ? loseAnswer(processed) : processed;

    const { reply } = result;
    const fields = read.kind === 'object' ? read.fields : {};
    const dedupKey = result.dedupKey ?? fields.dedup_key;
    const id = this.#calls.push({
      at: now,
      path: request.path,
      routingKey: routingKey === undefined ? undefined : shorten(routingKey, 64),
      action: typeof fields.event_action === 'string' ? shorten(fields.event_action, 32) : undefined,
      dedupKey: typeof dedupKey === 'string' ? shorten(dedupKey, 512) : undefined,
      mood,
      delay,
      status: reply.kind === 'answer' ? reply.status : undefined,
      broken: reply.kind === 'break' ? reply.how : undefined,
      effect: result.effect,
      why: result.why,
      incident: result.incident,
      ...keptBody(request.body, this.#bounds.callBody),
    });
    this.#tell({ what: 'call', id, incident: result.incident });
    return { ...reply, delayMs: delay };
  }

  get accept(): AcceptMode {
    return this.#keys.accept;
  }

  get limit(): number | null {
    return this.#limiter.limit;
  }

  get keys(): PlayKey[] {
    return this.#keys.list();
  }

  /** The general mood first, then those of single routing keys. */
  get moods() {
    return this.#moods.list(this.#options.clock());
  }

  /** Incidents kept by status, what was received, and what was forgotten for want of room. */
  get counts() {
    const { dropped, ...incidents } = this.#book.counts;
    return {
      ...incidents,
      calls: this.#calls.total,
      changes: this.#changes.total,
      dropped: { incidents: dropped, calls: this.#calls.dropped, changes: this.#changes.dropped },
    };
  }

  /** Newest first, as are `calls` and `changes`. */
  incidents(filter: IncidentFilter): Incident[] {
    return this.#book.list(filter);
  }

  /** Throws a Refusal (`not_found`). */
  incident(id: number): Incident {
    return this.#book.get(id);
  }

  calls(limit: number, before?: number) {
    return this.#calls.newest(limit, before);
  }

  changes(limit: number, before?: number) {
    return this.#changes.newest(limit, before);
  }

  /** Throws a Refusal (`invalid`); see `Moods`. */
  setMood(wish: MoodWish): void {
    this.#moods.set(wish, this.#options.clock());
    this.#tell({ what: 'settings' });
  }

  setLimit(limit: number | null): void {
    this.#limiter.limit = limit;
    this.#tell({ what: 'settings' });
  }

  setAccept(accept: AcceptMode): void {
    this.#keys.accept = accept;
    this.#tell({ what: 'settings' });
  }

  /** Makes an integration key, or admits the one given, also if it was revoked. */
  addKey(key?: string): PlayKey {
    const now = this.#options.clock();
    const added = key === undefined ? this.#keys.make(now) : this.#keys.admit(key, now);
    this.#tell({ what: 'settings' });
    return added;
  }

  revokeKey(key: string): PlayKey {
    const revoked = this.#keys.revoke(key, this.#options.clock());
    this.#tell({ what: 'settings' });
    return revoked;
  }

  /** What a person does at PagerDuty. Throws a Refusal (`not_found`, `conflict`); see `IncidentBook`. */
  byHand(id: number, action: 'acknowledge' | 'resolve'): Incident {
    const incident = this.#book.byHand(id, action, this.#options.clock());
    this.#tell({ what: 'incident', id });
    return incident;
  }

  /** Back to the start: nothing received, no mood, limit and accept as constructed. Keys made here stay. */
  reset(): void {
    this.#book = new IncidentBook(this.#bounds);
    this.#calls.clear();
    this.#changes.clear();
    this.#limiter.clear();
    this.#limiter.limit = this.#startLimit();
    this.#moods.clear();
    this.#keys.clear();
    this.#keys.accept = this.#options.accept ?? 'any';
    this.#tell({ what: 'reset' });
  }

  /** Calls `listener`, which must not throw, after every change. Gives what ends it. */
  subscribe(listener: (change: SandboxChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #startLimit(): number | null {
    return this.#options.limit === undefined ? pagerDutyLimit : this.#options.limit;
  }

  #tell(change: SandboxChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #process(path: 'enqueue' | 'change', read: BodyRead, routingKey: unknown, now: number): Result {
    if (read.kind === 'too_large') {
      return { reply: tooLarge(), effect: 'refused', why: 'The body is larger than 512,000 bytes.' };
    }
    if (read.kind === 'unrecognized') {
      return { reply: unrecognized(), effect: 'refused', why: 'The body is not a JSON object in UTF-8.' };
    }
    // A key of another form is no key, has no budget, and is named with the event's other faults.
    if (typeof routingKey === 'string' && /^[A-Za-z0-9]{32}$/.test(routingKey)) {
      if (!this.#keys.accepts(routingKey)) {
        return { reply: unknownKey(), effect: 'refused', why: 'The routing key is unknown or was revoked.' };
      }
      if (!this.#limiter.take(routingKey, now)) {
        const why = `There were ${this.limit} calls with this routing key in the last 60 s.`;
        return { reply: throttled(), effect: 'throttled', why };
      }
    }
    return path === 'change'
      ? this.#processChange(read.fields, routingKey, now)
      : this.#processAlert(read.fields, routingKey, now);
  }

  #processAlert(fields: Readonly<Record<string, unknown>>, routingKey: unknown, now: number): Result {
    const event = checkAlertEvent(fields, routingKey);
    if (event.kind === 'invalid') return refused(event.errors);
    const dedupKey = event.dedupKey ?? this.#options.uuid();
    let done: BookResult;
    if (event.kind === 'trigger') done = this.#book.trigger(event.routingKey, dedupKey, event.alert, now);
    else if (event.kind === 'acknowledge') done = this.#book.acknowledge(event.routingKey, dedupKey, now);
    else done = this.#book.resolve(event.routingKey, dedupKey, now);
    const known = { reply: accepted(dedupKey), dedupKey, effect: done.effect, why: describeEffect(done) };
    return done.effect === 'dropped' ? known : { ...known, incident: done.incident.id };
  }

  #processChange(fields: Readonly<Record<string, unknown>>, routingKey: unknown, now: number): Result {
    const check = checkChangeEvent(fields, routingKey);
    if (check.kind === 'invalid') return refused(check.errors);
    const id = this.#changes.push({ ...check.change, at: now });
    return { reply: changeAccepted(), effect: 'change', why: `Change event ${id} was kept.` };
  }
}

function refused(errors: readonly string[]): Result {
  return { reply: invalidEvent(errors), effect: 'refused', why: shorten(errors.join('; '), 1000) };
}
