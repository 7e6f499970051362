import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Sandbox } from '../../sandbox/sandbox.ts';
import { afterAttempt, type IncidentState, mayBeOpen } from './incident-state.ts';
import { arrive, backToFront, type LaneAction, type LaneEvent } from './lane.ts';

/*
 * Whatever is told, refused, lost or answered, and in whatever order: superseding changes nothing of what PagerDuty
 * finally shows. Two senders tell the same story to two sandboxes, one with lanes brought up to date, one with plain
 * queues.
 */

const routingKey = 'a'.repeat(32);

type End = 'delivered' | 'refused' | 'lost';

/** A step of the story: an event is told, or the next attempt ends so. */
type Step =
  | { readonly kind: 'told'; readonly action: LaneAction }
  | {
      readonly kind: 'attempt';
      readonly end: End /** What is told while it is in flight. */;
      readonly told: LaneAction[];
    }
  | { readonly kind: 'died' };

function newSandbox(): Sandbox {
  let ids = 0;
  return new Sandbox({ clock: () => 0, random: () => 0, uuid: () => `uuid-${++ids}`, limit: null });
}

/** One lane to one incident, with the attempts that a courier would make; one at a time. */
class Sender {
  readonly sandbox = newSandbox();
  readonly supersedes: boolean;
  waiting: readonly LaneEvent[] = [];
  state: IncidentState = 'not_known_open';
  readonly sent: LaneEvent[] = [];
  #lastId = 0;

  constructor(supersedes: boolean) {
    this.supersedes = supersedes;
  }

  tell(action: LaneAction): void {
    const event = { id: ++this.#lastId, action };
    this.waiting = this.supersedes
      ? arrive(this.waiting, event, mayBeOpen(this.state, undefined)).waiting
      : [...this.waiting, event];
  }

  /** Sends the first of the lane; `told` arrive while it is in flight. */
  attempt(end: End, told: readonly LaneAction[] = []): void {
    const [event, ...rest] = this.waiting;
    if (event === undefined) {
      for (const action of told) this.tell(action);
      return;
    }
    this.waiting = rest;
    if (end !== 'refused') this.#post(event);
    for (const action of told) {
      const next = { id: ++this.#lastId, action };
      this.waiting = this.supersedes
        ? arrive(this.waiting, next, mayBeOpen(this.state, event.action)).waiting
        : [...this.waiting, next];
    }
    const ends = { delivered: 'delivered', refused: 'not_arrived', lost: 'maybe_arrived' } as const;
    this.state = afterAttempt(this.state, event.action, ends[end]);
    if (end === 'delivered') return;
    this.waiting = this.supersedes
      ? backToFront(event, this.waiting, mayBeOpen(this.state, undefined)).waiting
      : [event, ...this.waiting];
  }

  /** An end that was not clean leaves a lane that holds a trigger at "maybe open" (rule 15). */
  die(): void {
    const holdsTrigger = this.waiting.some(({ action }) => action === 'trigger');
    if (holdsTrigger && this.state === 'not_known_open') this.state = 'maybe_open';
  }

  drain(): void {
    for (let left = this.waiting.length; left > 0; left--) this.attempt('delivered');
  }

  /** What a person sees of the incident now. Never opened and resolved look the same: nothing is open. */
  shown(): string {
    const [newest] = this.sandbox.incidents({ limit: 1 });
    return newest === undefined || newest.status === 'resolved' ? 'nothing open' : newest.status;
  }

  /** How often somebody was paged. */
  pages(): number {
    return this.sandbox.incidents({ limit: 1000 }).length;
  }

  #post({ id, action }: LaneEvent): void {
    this.sent.push({ id, action });
    const event = {
      routing_key: routingKey,
      event_action: action,
      dedup_key: 'incident',
      ...(action === 'trigger' && { payload: { summary: `${id}`, source: 'test', severity: 'info' } }),
    };
    const reply = this.sandbox.handle({ path: 'enqueue', body: Buffer.from(JSON.stringify(event)) });
    assert.equal(reply.kind === 'answer' && reply.status, 202);
  }
}

const action = fc.constantFrom<LaneAction>('trigger', 'acknowledge', 'resolve');
const end = fc.constantFrom('delivered' as const, 'refused' as const, 'lost' as const);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('told' as const), action }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('attempt' as const),
      end,
      told: fc.array(action, { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'died' as const }) },
);
const story = fc.array(step, { maxLength: 25 });

function play(steps: readonly Step[], supersedes: boolean): Sender {
  const sender = new Sender(supersedes);
  for (const each of steps) {
    if (each.kind === 'died') sender.die();
    else if (each.kind === 'told') sender.tell(each.action);
    else sender.attempt(each.end, each.told);
  }
  sender.drain();
  return sender;
}

const runs = { numRuns: Number(process.env.TOCSIN_FUZZ_RUNS ?? 2000) };

test('rule 10: PagerDuty finally shows the same with superseding as without', () => {
  fc.assert(
    fc.property(story, (steps) => {
      assert.equal(play(steps, true).shown(), play(steps, false).shown());
    }),
    runs,
  );
});

test('rule 10: superseding pages nobody more often than every event as it came would', () => {
  fc.assert(
    fc.property(story, (steps) => {
      assert.ok(play(steps, true).pages() <= play(steps, false).pages());
    }),
    runs,
  );
});

test('rule 10: behind the event in flight wait at most three, and never two of a kind', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const sender = new Sender(true);
      for (const each of steps) {
        if (each.kind === 'told') sender.tell(each.action);
        if (each.kind === 'attempt') sender.attempt(each.end, each.told);
        const kinds = sender.waiting.map((event) => event.action);
        assert.equal(new Set(kinds).size, kinds.length);
      }
    }),
    runs,
  );
});

test('rule 4: no resolve overtakes a trigger that was told before it, and no trigger a resolve', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const firsts = new Map<number, LaneAction>();
      for (const { id, action: sent } of play(steps, true).sent) if (!firsts.has(id)) firsts.set(id, sent);
      const order = [...firsts].filter(([, sent]) => sent !== 'acknowledge');
      for (const [index, [id, sent]] of order.entries()) {
        const overtaken = order.slice(index + 1).find(([later, other]) => later < id && other !== sent);
        assert.equal(overtaken, undefined);
      }
    }),
    runs,
  );
});
