import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { z } from 'zod';
import { createSandboxServer, type SandboxServer } from '../../src/sandbox/standalone-server.ts';
import { BadProxy, type ProxyMood } from '../support/bad-proxy.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';

const event = z.object({
  state: z.string(),
  attempt_log: z.array(z.object({ verdict: z.string(), reason: z.string().nullable() })),
});
const accepted = z.object({ id: z.string() });

describe('between Tocsin and PagerDuty', () => {
  let pagerDuty: SandboxServer;
  let proxy: BadProxy;
  let server: TestServer;

  before(async () => {
    pagerDuty = createSandboxServer({ host: '127.0.0.1', port: 0, limit: null });
    proxy = await BadProxy.open(Number(new URL(await pagerDuty.listen()).port));
    server = await TestServer.start({ env: { TOCSIN_ACTIONS_RESPONSE_TIMEOUT: '400ms' } });
    const body = {
      name: 'Behind a bad proxy',
      connector_type_id: '.pagerduty',
      config: { apiUrl: `http://127.0.0.1:${proxy.port}/v2/enqueue` },
      secrets: { routingKey: 'badbadbadbadbadbadbadbadbadbad01' },
    };
    const answer = await server.call('/api/actions/connector/bad', { body });
    assert.equal(answer.status, 200, answer.text);
  });
  after(async () => {
    await server.stop();
    await proxy[Symbol.asyncDispose]();
    await pagerDuty.close();
  });

  async function enqueue(body: object): Promise<string> {
    const answer = await server.call('/api/tocsin/connector/bad/_enqueue', { body });
    assert.equal(answer.status, 202, answer.text);
    return accepted.parse(answer.body).id;
  }

  const look = async (id: string) => event.parse((await server.call(`/api/tocsin/events/${id}`)).body);

  const rows: [ProxyMood, reason: string, what: string, taken: boolean][] = [
    ['hang', 'timeout', 'a proxy that swallows the request', false],
    ['deaf', 'timeout', 'a connection that is open on one side only', true],
    ['half', 'network', 'a peer that answers half a response', true],
  ];
  for (const [mood, reason, what, taken] of rows) {
    test(`rule 5: ${what} is a ${reason}, and the event is delivered later, once`, async () => {
      const dedupKey = `through ${mood}`;
      proxy.mood = mood;
      const trigger = await enqueue({ dedupKey, summary: what, severity: 'critical' });
      const failed = await waitFor('a failed attempt', async () => {
        const { attempt_log: log } = await look(trigger);
        return log.length > 0 ? log : undefined;
      });
      assert.deepEqual(failed[0], { verdict: 'retry', reason });
      const known = () => pagerDuty.sandbox.incidents({ dedupKey, limit: 10 });
      assert.equal(known().length, taken ? 1 : 0, 'whether PagerDuty has taken it');

      proxy.mood = 'pass';
      const resolve = await enqueue({ eventAction: 'resolve', dedupKey });
      await waitFor('the resolve', async () =>
        ['waiting', 'in_flight'].includes((await look(resolve)).state) ? undefined : true,
      );
      // Nobody knew whether the trigger had arrived: so the resolve went out, and the trigger did not go again.
      assert.equal((await look(resolve)).state, 'delivered');
      assert.equal((await look(trigger)).state, 'superseded');
      assert.deepEqual(
        known().map(({ status }) => status),
        taken ? ['resolved'] : [],
      );
    });
  }
});
