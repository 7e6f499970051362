import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import type { DeliveryChange } from '../delivery/delivery-service.ts';
import { ChangeBatch, mostRulesNamed, mostTold } from './change-batch.ts';
import { beatEvery, ChangeFeed, endWithin, gatherFor } from './change-feed.ts';

/** Timers that are called back when the test says that their time has come. */
class Timers {
  #now = 0;
  #timers: { at: number; what: () => void }[] = [];

  readonly after = (milliseconds: number, what: () => void) => {
    const timer = { at: this.#now + milliseconds, what };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  };

  get pending(): number {
    return this.#timers.length;
  }

  pass(milliseconds: number): void {
    this.#now += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#now);
    this.#timers = this.#timers.filter(({ at }) => at > this.#now);
    for (const { what } of due) what();
  }
}

function setUp() {
  const timers = new Timers();
  const listeners = new Set<(change: DeliveryChange) => void>();
  const ruleListeners = new Set<(ruleId: string) => void>();
  const feed = new ChangeFeed({
    after: timers.after,
    subscribeRules: (listener) => {
      ruleListeners.add(listener);
      return () => ruleListeners.delete(listener);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const tell = (change: DeliveryChange) => {
    for (const listener of listeners) listener(change);
  };
  const tellRule = (id: string) => {
    for (const listener of ruleListeners) listener(id);
  };
  return { timers, listeners, ruleListeners, feed, tell, tellRule };
}

const delivered = (seq: number): DeliveryChange => ({ what: 'event', seq, state: 'delivered' });
const gate = (closed: boolean): DeliveryChange => ({ what: 'gate', host: 'events.pagerduty.com', closed });

/** What has come so far, without the comments. */
function reading(stream: Readable): { messages: () => string[]; text: () => string } {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    text: () => text,
    messages: () => text.split('\n\n').filter((message) => message.startsWith('event: ')),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('changes are gathered for a quarter of a second and told in their order, gates last', async () => {
  const { timers, feed, tell } = setUp();
  const { messages, text } = reading(feed.open());
  await turn();
  assert.match(text(), /^: .*\nretry: 2000\n\n$/, 'the headers go out at once');
  tell({ what: 'event', seq: 7, state: 'waiting' });
  tell(gate(true));
  timers.pass(gatherFor - 1);
  tell({ what: 'event', seq: 7, state: 'dead', reason: 'cancelled' });
  await turn();
  assert.deepEqual(messages(), []);
  timers.pass(1);
  await turn();
  assert.deepEqual(messages(), [
    'event: event\ndata: {"id":"7","state":"waiting"}',
    'event: event\ndata: {"id":"7","state":"dead","reason":"cancelled"}',
    'event: gate\ndata: {"host":"events.pagerduty.com","closed":true}',
  ]);
});

test('more than 500 changes at once are told by their number', () => {
  const batch = new ChangeBatch();
  for (let seq = 1; seq <= mostTold; seq++) batch.add(delivered(seq));
  assert.equal(batch.toText().split('event: event\n').length - 1, mostTold);
  batch.add({ what: 'event', seq: 1, state: 'in_flight' });
  batch.add(gate(true));
  batch.add(gate(false));
  assert.equal(
    batch.toText(),
    `event: many\ndata: {"changes":${mostTold + 1},"by_state":{"delivered":${mostTold},"in_flight":1}}\n\n` +
      'event: gate\ndata: {"host":"events.pagerduty.com","closed":false}\n\n',
  );
});

test('what a slow reader misses is added up, not kept, and told once it reads on', async () => {
  const { timers, feed, tell } = setUp();
  const slow = feed.open();
  const { messages } = reading(feed.open());
  const rounds = 200;
  for (let round = 0; round < rounds; round++) {
    for (let seq = 1; seq <= 100; seq++) tell(delivered(seq));
    timers.pass(gatherFor);
    await turn();
  }
  assert.equal(messages().length, rounds * 100, 'who keeps up gets everything');
  assert.ok(slow.readableLength < 128 * 1024, `${slow.readableLength} bytes wait for the slow one`);
  const { messages: late } = reading(slow);
  await turn();
  tell(delivered(1));
  timers.pass(gatherFor);
  await turn();
  const many = late().filter((message) => message.startsWith('event: many'));
  const single = late().length - many.length;
  assert.equal(many.length, 1);
  const { changes } = JSON.parse(many[0]?.split('data: ')[1] ?? '{}');
  assert.equal(changes + single, rounds * 100 + 1, 'nothing is counted twice or forgotten');
});

test('a sign of life comes every 15 seconds, though nothing changes', async () => {
  const { timers, feed } = setUp();
  const { text } = reading(feed.open());
  await turn();
  const before = text().length;
  for (let i = 0; i < 3; i++) timers.pass(beatEvery);
  await turn();
  assert.equal(text().slice(before), ':\n\n'.repeat(3));
});

test('delivery is listened to only while somebody reads', async () => {
  const { timers, listeners, feed, tell } = setUp();
  assert.equal(listeners.size, 0);
  const streams = [feed.open(), feed.open()];
  assert.equal(listeners.size, 1, 'once for all readers');
  tell(delivered(1));
  for (const stream of streams) {
    stream.destroy();
    await once(stream, 'close');
  }
  assert.deepEqual([listeners.size, timers.pending], [0, 0]);
  const { messages } = reading(feed.open());
  timers.pass(gatherFor);
  await turn();
  assert.deepEqual(messages(), [], 'and what was not told then is not told later');
});

test('no more than 100 may listen', () => {
  const { feed } = setUp();
  for (let i = 0; i < 100; i++) feed.open();
  assert.throws(() => feed.open(), { code: 'unavailable', message: /^100 streams are open already/ });
});

test('a stop tells what is there, ends every stream, and cuts off who does not read', async () => {
  const { timers, listeners, feed, tell } = setUp();
  const read = feed.open();
  const { messages } = reading(read);
  const unread = feed.open();
  await turn();
  tell(delivered(1));
  feed.close();
  await once(read, 'end');
  assert.equal(messages().length, 1);
  assert.equal(unread.destroyed, false);
  timers.pass(endWithin);
  assert.equal(unread.destroyed, true);
  await once(unread, 'close');
  assert.equal(listeners.size, 0);
  assert.throws(() => feed.open(), { code: 'unavailable', message: 'The server is stopping.' });
});

test('rules that have changed are named once, and beyond some counted; nobody listens when nobody reads', async () => {
  const { timers, ruleListeners, feed, tellRule } = setUp();
  const stream = feed.open();
  const { messages } = reading(stream);
  tellRule('disks');
  tellRule('web');
  tellRule('disks');
  timers.pass(gatherFor);
  await turn();
  assert.deepEqual(messages(), ['event: rule\ndata: {"ids":["disks","web"]}']);
  for (let n = 0; n < mostRulesNamed + 7; n++) tellRule(`rule ${n}`);
  timers.pass(gatherFor);
  await turn();
  const [, data = ''] = messages().at(-1)?.split('data: ') ?? [];
  const { ids, more } = JSON.parse(data);
  assert.deepEqual([ids.length, more], [mostRulesNamed, 7]);
  stream.destroy();
  await turn();
  assert.equal(ruleListeners.size, 0);
});
