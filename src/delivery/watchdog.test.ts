import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { plainNetwork } from '../../test/support/plain-network.ts';
import { portOf } from '../../test/support/port-of.ts';
import { SimulatedTime } from '../../test/support/simulation/simulated-time.ts';
import { Refusal } from '../refusal.ts';
import type { NewEvent } from './delivery-service.ts';
import type { WatchedStatus } from './delivery-works.ts';
import { Watchdog, type WatchdogSettings } from './watchdog.ts';

const minute = 60_000;
const dedupKey = 'tocsin-backlog-3f1c';

/** A key whose oldest event has waited so many seconds, held up by PagerDuty or, as it seems, by us. */
const key = (connector: string, oldestSeconds: number, due: boolean): WatchedStatus['keys'][number] => ({
  targetId: 1,
  connectors: [connector],
  host: 'events.pagerduty.com',
  limit: null,
  callsLastMinute: 0,
  inFlight: 0,
  pending: oldestSeconds === 0 ? 0 : 5,
  restsUntil: null,
  oldestSeconds,
  oldestDueSeconds: due ? oldestSeconds : 0,
});

interface World {
  /** Why the connector can not be used. */
  problem: Refusal | undefined;
  /** The page of an earlier life may be open. */
  wasOpen: boolean;
  /** What `watchdog.url` answers. */
  answer: number;
}

/** A watchdog over a delivery that stands as the test says, on a clock of the test's own. */
function watched(t: TestContext, settings: Partial<WatchdogSettings> = {}, call?: (url: URL) => void) {
  const time = new SimulatedTime(1_800_000_000_000);
  const state: { keys: WatchedStatus['keys']; refusing: string | null } = {
    keys: [key('on-call', 0, true)],
    refusing: null,
  };
  const accepted: NewEvent[] = [];
  const log: string[] = [];
  const world: World = { problem: undefined, wasOpen: false, answer: 200 };
  const say = (level: string) => (_fields: object, message: string) => void log.push(`${level}: ${message}`);
  const watchdog = new Watchdog({
    clock: { now: () => time.now, after: (milliseconds, what) => time.after(milliseconds, what) },
    settings: { url: undefined, connector: undefined, maxDelay: 10 * minute, paused: false, ...settings },
    status: () => ({
      backlog: {
        events: state.keys.reduce((sum, { pending }) => sum + pending, 0),
        lanes: 0,
        oldestSeconds: Math.max(...state.keys.map(({ oldestSeconds }) => oldestSeconds)),
      },
      gates: [],
      openIncidents: 0,
      deadLetters: 0,
      ...state,
    }),
    call: async (url) => {
      call?.(url);
      return { kind: 'answered', status: world.answer, headers: {}, body: '', duration: 1 };
    },
    delivery: {
      connector: async (id) => {
        if (world.problem !== undefined) throw world.problem;
        const defaultSource = `Tocsin connector ${id}`;
        return { id, name: id, options: {}, defaultSource, changeEventFault: undefined, targetId: 2 };
      },
      accept: async (events) => {
        accepted.push(...events);
        return events.map((_event, seq) => ({ seq, dedupKey }));
      },
    },
    mayBeOpen: async (connector, asked) => connector === 'itself' && asked === dedupKey && world.wasOpen,
    installation: '3f1c',
    log: { info: say('info'), warn: say('warn'), error: say('error') },
  });
  watchdog.start();
  t.after(() => watchdog.stop());
  const actions = () =>
    accepted.map(({ event }) => ('event_action' in event ? event.event_action : 'change'));
  return { watchdog, time, state, accepted, actions, log, world };
}

test('the url is called every minute while delivery works, and not while it does not', async (t) => {
  const calls: string[] = [];
  const { time, state, log } = watched(t, { url: 'https://ping.example.com/3f1c' }, ({ href }) => {
    calls.push(href);
  });
  await time.run(minute - 1);
  assert.deepEqual(calls, []);
  await time.run(1);
  assert.deepEqual(calls, ['https://ping.example.com/3f1c']);
  await time.run(4 * minute);
  assert.equal(calls.length, 5);
  state.refusing = 'The disk is full.';
  await time.run(5 * minute);
  assert.equal(calls.length, 5);
  state.refusing = null;
  await time.run(minute);
  assert.equal(calls.length, 6);
  assert.deepEqual(log, ['error: delivery does not work: The disk is full.', 'info: delivery works again']);
});

test('a PagerDuty that takes nothing does not stop the calls, and what we do not send does', async (t) => {
  let calls = 0;
  const { watchdog, time, state } = watched(t, { url: 'https://ping.example.com/' }, () => void calls++);
  state.keys = [key('on-call', 3600, false)];
  await time.run(11 * minute);
  assert.deepEqual([calls, watchdog.works], [11, true]);
  state.keys = [key('on-call', 3600, true)];
  await time.run(minute);
  assert.deepEqual([calls, watchdog.works], [11, false]);
});

test('a url that answers something else is told once, and when it is over', async (t) => {
  const { time, world, log } = watched(t, { url: 'https://ping.example.com/3f1c' });
  world.answer = 301;
  await time.run(3 * minute);
  world.answer = 204;
  await time.run(2 * minute);
  assert.deepEqual(log, [
    'warn: watchdog.url was called in vain: the answer was 301; redirects are not followed',
    'info: watchdog.url can be called again',
  ]);
  assert.ok(!log.join().includes('3f1c'), 'whoever knows the address can keep the alarm quiet');
});

test('a backlog that is too old pages once, critical, and is resolved when it is young again', async (t) => {
  const { time, state, accepted, actions, log } = watched(t, { connector: 'itself' });
  state.keys = [key('on-call', 600, false)];
  await time.run(minute);
  assert.equal(accepted.length, 0, 'as long as it may');
  state.keys = [key('on-call', 660, false)];
  await time.run(5 * minute);
  assert.deepEqual(accepted.slice(), [
    {
      connectorId: 'itself',
      source: 'watchdog',
      notes: [],
      kind: 'alert',
      event: {
        event_action: 'trigger',
        dedup_key: dedupKey,
        payload: {
          summary:
            'Tocsin does not get events to PagerDuty: 5 events wait to be sent, the oldest for 11 minutes',
          source: 'Tocsin connector itself',
          severity: 'critical',
          component: 'tocsin',
        },
      },
    },
  ]);
  state.keys = [key('on-call', 400, false)];
  await time.run(2 * minute);
  assert.equal(accepted.length, 1, 'one that wavers around the limit does not page again and again');
  state.keys = [key('on-call', 300, false)];
  await time.run(2 * minute);
  assert.deepEqual(actions(), ['trigger', 'resolve']);
  assert.deepEqual(accepted[1]?.event, { event_action: 'resolve', dedup_key: dedupKey });
  state.keys = [key('on-call', 660, false)];
  await time.run(minute);
  assert.deepEqual(actions(), ['trigger', 'resolve', 'trigger']);
  assert.equal(log[0], 'error: 5 events wait to be sent, the oldest for 11 minutes; this is paged');
});

test('a page of an earlier life is resolved when nothing is old any more, and not repeated while it is', async (t) => {
  const { time, state, world, actions } = watched(t, { connector: 'itself' });
  world.wasOpen = true;
  state.keys = [key('on-call', 7200, false)];
  await time.run(3 * minute);
  assert.deepEqual(actions(), []);
  state.keys = [key('on-call', 0, true)];
  await time.run(3 * minute);
  assert.deepEqual(actions(), ['resolve']);
});

test('a start with nothing to do sends nothing', async (t) => {
  const { time, actions } = watched(t, { connector: 'itself' });
  await time.run(10 * minute);
  assert.deepEqual(actions(), []);
});

test('when the connector that pages is itself what is stuck, the log says so and the url is not called', async (t) => {
  let calls = 0;
  const { time, state, actions, log } = watched(
    t,
    { connector: 'itself', url: 'https://ping.example.com/' },
    () => void calls++,
  );
  state.keys = [key('itself', 660, false)];
  await time.run(3 * minute);
  const [first, second] = log;
  assert.match(first ?? '', /^error: delivery does not work: Events of the connector "itself"/);
  assert.equal(
    second,
    'error: 5 events wait to be sent, the oldest for 11 minutes. The connector "itself", through which this ' +
      'should be paged, is among what does not get through: nobody is paged',
  );
  assert.deepEqual(actions(), ['trigger'], 'it is tried all the same');
  assert.equal(calls, 0);
  state.keys = [key('itself', 0, true)];
  await time.run(minute);
  assert.equal(calls, 1);
  assert.ok(log.includes('info: events of the connector "itself" get through again'));
});

test('a connector that can not be used is told before it is needed, once, and the page follows when it can', async (t) => {
  const { time, state, world, actions, log } = watched(t, { connector: 'itself' });
  world.problem = new Refusal('not_found', 'Saved object [action/itself] not found');
  await time.run(3 * minute);
  assert.deepEqual(log, [
    'error: the watchdog can not page through "itself": Saved object [action/itself] not found',
  ]);
  state.keys = [key('on-call', 660, false)];
  await time.run(minute);
  world.problem = undefined;
  await time.run(minute);
  assert.deepEqual(actions(), ['trigger']);
  assert.equal(log.at(-1), 'info: the watchdog can page through "itself" again');
});

test('paused on purpose, nobody is paged about it, and the url is not called', async (t) => {
  let calls = 0;
  const settings = { connector: 'itself', url: 'https://ping.example.com/', paused: true };
  const { time, state, actions } = watched(t, settings, () => void calls++);
  state.keys = [key('on-call', 7200, true)];
  await time.run(3 * minute);
  assert.deepEqual([actions(), calls], [[], 0]);
});

test('after a stop nothing is called any more', async (t) => {
  let calls = 0;
  const { watchdog, time } = watched(t, { url: 'https://ping.example.com/' }, () => void calls++);
  await time.run(minute);
  watchdog.stop();
  await time.run(5 * minute);
  assert.equal(calls, 1);
});

test('the url is really called', async (t) => {
  const server = createServer((_request, response) => response.end('OK')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const network = plainNetwork({ allowedHosts: [] });
  t.after(async () => {
    await network.close();
    server.close();
  });
  const asked = once(server, 'request');
  const url = `http://127.0.0.1:${portOf(server)}/ping/3f1c`;
  const { watchdog, state } = watched(
    t,
    { url },
    (called) => void network.get({ url: called, deadline: 2000 }),
  );
  state.keys = [key('on-call', 0, true)];
  await watchdog.look();
  const [request] = await asked;
  assert.deepEqual([request.method, request.url], ['GET', '/ping/3f1c']);
});
