import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { minute, type SimulatedWorld, simulatedWorld } from '../../../test/support/simulated-world.ts';
import { DeadLetters, type ResendResult } from './dead-letters.ts';
import { DeliveryLog } from './delivery-log.ts';

/*
 * Rule 12 on the real store and the real courier, in simulated time. PagerDuty refuses what a test says it shall.
 */

const refused = {
  status: 'invalid event',
  message: 'Event object is invalid',
  errors: ["'payload.class' is odd"],
};

interface Setting {
  readonly world: SimulatedWorld;
  readonly letters: DeadLetters;
  readonly log: DeliveryLog;
  /** From now on PagerDuty refuses every event, until the function that it returns is called. */
  refuseAll(): () => void;
}

async function setting(t: TestContext): Promise<Setting> {
  const world = await simulatedWorld(t, { limit: null });
  await world.connector('a');
  const { store, delivery, connectors } = world;
  const monotonic = () => performance.now();
  const log = new DeliveryLog({ store, delivery, connectors, monotonic });
  const letters = new DeadLetters({ store, delivery, log, newDedupKey: () => 'f'.repeat(32), monotonic });
  const refuseAll = () => world.script(() => ({ kind: 'says', status: 400, body: JSON.stringify(refused) }));
  return { world, letters, log, refuseAll };
}

async function deadTrigger({ world, refuseAll }: Setting, dedupKey: string): Promise<number> {
  const relent = refuseAll();
  const seq = await world.trigger('a', dedupKey);
  await world.drain();
  relent();
  assert.deepEqual(await world.fates(seq), ['dead invalid_event']);
  return seq;
}

const listed = async ({ log }: Setting) =>
  (await log.deadLetters({}, { before: null, limit: 100 })).rows.map(({ seq }) => seq);
const toldOf = (results: readonly ResendResult[]) =>
  results.map((result) => (result.kind === 'accepted' ? 'accepted' : result.error.message));

test('rule 12: a dead letter is sent again as a new event, and is a dead letter no more', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  const dead = await deadTrigger(here, 'disk');
  const { seq, dedupKey } = await letters.resend(String(dead), { force: false });
  await world.drain();
  assert.deepEqual(
    [dedupKey, await world.fates(seq), world.shown('disk')],
    ['disk', ['delivered'], 'triggered'],
  );
  const again = await world.event(seq);
  assert.deepEqual([again.resendOf, again.source], [dead, 'resend']);
  assert.deepEqual((await world.event(dead)).resentAs, [seq]);
  assert.deepEqual(await listed(here), []);
});

test('rule 12: what was edited is sent as it was edited', async (t) => {
  const here = await setting(t);
  const dead = await deadTrigger(here, 'disk');
  const { editable } = await here.log.deadLetter(String(dead));
  const params = { ...editable.params, summary: 'Disk full on db1', severity: 'critical' };
  await here.letters.resend(String(dead), { params, force: false });
  await here.world.drain();
  const { summary, severity, dedupKey } = here.world.posts.at(-1) ?? {};
  assert.deepEqual([summary, severity, dedupKey], ['Disk full on db1', 'critical', 'disk']);
});

test('rule 12: an edit that is wrong changes nothing', async (t) => {
  const here = await setting(t);
  const dead = await deadTrigger(here, 'disk');
  await assert.rejects(here.letters.resend(String(dead), { params: { severity: 'bad' }, force: true }), {
    name: 'Refusal',
    code: 'invalid',
    message: /^error validating action params: .*severity/s,
  });
  assert.deepEqual(await listed(here), [dead]);
});

test('rule 12: what a newer event has overtaken is refused, saying what came after, unless forced', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  const dead = await deadTrigger(here, 'disk');
  await world.run(minute);
  const resolve = await world.resolve('a', 'disk');
  await world.trigger('a', 'another incident');
  await world.drain();
  await assert.rejects(letters.resend(String(dead), { force: false }), {
    code: 'conflict',
    message: `Event ${dead} is outdated: of its incident came after it the resolve ${resolve} (accepted 2026-11-23T10:01:00.030Z, delivered). Nothing was sent; force it to send it all the same.`,
  });
  assert.deepEqual(await listed(here), [dead]);
  await letters.resend(String(dead), { force: true });
  await world.drain();
  assert.deepEqual([world.shown('disk'), await listed(here)], ['triggered', []]);
});

test('rule 12: an edited event is outdated by what came after it in the incident that it is for now', async (t) => {
  const here = await setting(t);
  const dead = await deadTrigger(here, 'disk');
  await here.world.resolve('a', 'other');
  await here.world.drain();
  const params = { dedupKey: 'other', summary: 'x' };
  await assert.rejects(here.letters.resend(String(dead), { params, force: false }), { code: 'conflict' });
});

test('rule 12: a newer event counts wherever it went: under the old key and under the new one', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  const dead = await deadTrigger(here, 'disk');
  await world.edit('a', { letter: 'b' });
  const newer = await world.trigger('a', 'disk');
  await world.drain();
  assert.notEqual((await world.event(newer)).targetId, (await world.event(dead)).targetId);
  await assert.rejects(letters.resend(String(dead), { force: false }), { code: 'conflict' });

  const other = await deadTrigger(here, 'other');
  await world.resolve('a', 'other');
  await world.drain();
  await world.edit('a', { letter: 'c' });
  await assert.rejects(letters.resend(String(other), { force: false }), { code: 'conflict' });
});

test('rule 12: several go in their old order, and do not make each other outdated', async (t) => {
  const here = await setting(t);
  const { world, letters, refuseAll } = here;
  const relent = refuseAll();
  const seqs: number[] = [];
  for (const key of ['one', 'two']) {
    seqs.push(await world.trigger('a', key));
    await world.drain();
    seqs.push(await world.resolve('a', key));
    await world.drain();
  }
  relent();
  assert.deepEqual(new Set(await listed(here)), new Set(seqs));
  const asked = seqs.toReversed();
  const results = await letters.resendMany(asked, false);
  assert.deepEqual(
    results.map(({ resendOf }) => resendOf),
    asked,
  );
  const accepted = results.map((result) => (result.kind === 'accepted' ? result.accepted.seq : 0));
  assert.deepEqual(
    accepted,
    accepted.toSorted((a, b) => b - a),
    'the oldest was accepted first',
  );
  await world.drain();
  // A trigger that was never taken, and its resolve behind it: nobody is paged for what is over.
  assert.deepEqual([world.shown('one'), world.shown('two'), await listed(here)], ['', '', []]);
});

test('rule 12: of several, one that is refused makes the older ones of its incident outdated', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  const first = await deadTrigger(here, 'disk');
  const second = await deadTrigger(here, 'disk');
  const other = await deadTrigger(here, 'other');
  await world.resolve('a', 'disk');
  await world.drain();
  const results = await letters.resendMany([first, second, other, 99_999], false);
  const [one, two, three, four] = toldOf(results);
  assert.match(
    one ?? '',
    /^Event \d+ is outdated: of its incident came after it the resolve .*, the trigger /,
  );
  assert.match(two ?? '', /is outdated/);
  assert.equal(three, 'accepted');
  assert.match(four ?? '', /^There is no dead letter "99999"/);
  assert.deepEqual(await listed(here), [second, first]);
});

test('rule 12: two requests for the same dead letter send it once', async (t) => {
  const here = await setting(t);
  const dead = await deadTrigger(here, 'disk');
  const before = here.world.posts.length;
  const id = String(dead);
  const ends = await Promise.allSettled([
    here.letters.resend(id, { force: true }),
    here.letters.resend(id, { force: true }),
    here.letters.resendMany([dead, dead], true),
  ]);
  await here.world.drain();
  assert.deepEqual(
    ends.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal(here.world.posts.length, before + 1);
  await assert.rejects(here.letters.resend(id, { force: true }), {
    code: 'not_found',
    message: /is no dead letter: it was sent again as event \d+\.$/,
  });
});

test('rule 12: what was accepted, though its dead letter could not be taken away, is not sent twice', async (t) => {
  const here = await setting(t);
  const { world } = here;
  const dead = await deadTrigger(here, 'disk');
  await world.accept([
    {
      connectorId: 'a',
      source: 'resend',
      notes: [],
      resendOf: dead,
      kind: 'change',
      event: { payload: { summary: 'x' } },
    },
  ]);
  await world.drain();
  await assert.rejects(here.letters.resend(String(dead), { force: false }), {
    code: 'conflict',
    message: /was sent again already, as event \d+/,
  });
});

test('rule 12: a dead letter whose connector is gone says what helps, and goes once there is one', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  const dead = await deadTrigger(here, 'disk');
  await world.remove('a', { force: true, incidents: 'leave' });
  await assert.rejects(letters.resend(String(dead), { force: false }), {
    code: 'conflict',
    message: /its connector "a" is gone\. Create one with this id/,
  });
  await world.connector('a', { letter: 'c' });
  const { seq } = await letters.resend(String(dead), { force: false });
  await world.drain();
  assert.deepEqual(await world.fates(seq), ['delivered']);
});

test('rule 12: what is purged stays in the log', async (t) => {
  const here = await setting(t);
  const [one, two, three] = [
    await deadTrigger(here, 'one'),
    await deadTrigger(here, 'two'),
    await deadTrigger(here, 'three'),
  ];
  await here.letters.purgeOne(String(one));
  await assert.rejects(here.letters.purgeOne(String(one)), {
    code: 'not_found',
    message: `Event ${one} is no dead letter: it was purged.`,
  });
  assert.deepEqual(await here.letters.purge([one, two]), [two]);
  assert.deepEqual(await listed(here), [three]);
  assert.equal((await here.log.event(String(one))).state, 'dead');
});

test('rule 12: what meets a filter is purged, and nothing else', async (t) => {
  const here = await setting(t);
  const { world, letters } = here;
  await world.connector('b', { letter: 'b' });
  const kept = await deadTrigger(here, 'refused');
  world.script(() => ({ kind: 'no_connection' }));
  for (const connector of ['a', 'b']) await world.trigger(connector, 'waits');
  await world.run(100);
  assert.equal(await world.delivery.cancel({ what: 'connector', connectorId: 'a' }), 1);
  assert.equal(await world.delivery.cancel({ what: 'connector', connectorId: 'b' }), 1);
  await world.run(minute);
  assert.deepEqual(await letters.purgeAll({ reason: 'cancelled', connectorId: 'b' }), {
    purged: 1,
    more: false,
  });
  assert.equal((await listed(here)).length, 2);
  assert.deepEqual(await letters.purgeAll({ reason: 'cancelled' }), { purged: 1, more: false });
  assert.deepEqual(await listed(here), [kept]);
});
