import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { localTokenId, readLocalToken } from '../../src/access/local-token.ts';
import type { Incident } from '../../src/sandbox/incident-book.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createSandboxServer } from '../../src/sandbox/standalone-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { TestServer } from '../support/test-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Action, ToldEvents } from './told-events.ts';

export interface ChaosOptions {
  readonly rounds: number;
  /** The same seed tells the same stories; when the process dies is the machine's doing too. */
  readonly seed: number;
  readonly onRound?: (round: number, told: number) => void;
}

export interface ChaosResult {
  readonly accepted: number;
  readonly states: Readonly<Record<string, number>>;
  readonly incidents: number;
  readonly calls: number;
}

const tellers = 16;
const keysOfTeller = 3;
const connector = 'chaos';
const acceptedBody = z.object({ id: z.string() });
const eventPage = z.object({
  items: z.array(z.object({ id: z.string(), state: z.string() })),
  next_cursor: z.string().nullable(),
});
const statusBody = z.object({ backlog: z.object({ events: z.number() }) });

/** Small and repeatable; good enough to choose what is told. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Kills the real server by SIGKILL at random moments while it takes and sends events, round after round, with a
 * PagerDuty that fails and loses answers; then lets it finish, and accounts for every event that was accepted.
 */
export async function runChaos({ rounds, seed, onRound }: ChaosOptions): Promise<ChaosResult> {
  const random = randomFrom(seed);
  await using folder = await temporaryFolder();
  const data = join(folder.path, 'data');
  const pagerDuty = createSandboxServer({ host: '127.0.0.1', port: 0, limit: null });
  const apiUrl = `${await pagerDuty.listen()}/v2/enqueue`;
  const told = new ToldEvents();
  try {
    for (let round = 0; round < rounds; round++) {
      upset(pagerDuty.sandbox, round, random);
      const server = await TestServer.start({ data });
      if (round === 0) await createConnector(server, apiUrl);
      const life = 200 + random() * 1800;
      let isAlive = true;
      const token = Buffer.from(`${localTokenId}:${await readLocalToken(data)}`).toString('base64');
      const authorization = `ApiKey ${token}`;
      const telling = Array.from({ length: tellers }, (_, teller) =>
        tell({ server, told, authorization, name: `${round}-${teller}`, random, isAlive: () => isAlive }),
      );
      await sleep(life);
      await server.child.kill('SIGKILL');
      isAlive = false;
      await Promise.all(telling);
      onRound?.(round, told.accepted().length);
    }
    pagerDuty.sandbox.setMood({ mood: 'ok' });
    const server = await TestServer.start({ data });
    await untilNothingWaits(server);
    const states = await statesOf(server, told);
    await server.stop();
    checkIncidents(pagerDuty.sandbox, told);
    const { triggered, acknowledged, resolved, calls } = pagerDuty.sandbox.counts;
    return {
      accepted: told.accepted().length,
      states,
      incidents: triggered + acknowledged + resolved,
      calls,
    };
  } finally {
    await pagerDuty.close();
  }
}

/** Every third round PagerDuty is well; else it loses a part of its answers, or fails. */
function upset(sandbox: Sandbox, round: number, random: () => number): void {
  const moods = ['ok', 'lose-answer', '500'] as const;
  const mood = moods[round % moods.length] ?? 'ok';
  sandbox.setMood({ mood, percent: 5 + Math.floor(random() * 30) });
}

async function createConnector(server: TestServer, apiUrl: string): Promise<void> {
  const answer = await server.call(`/api/actions/connector/${connector}`, {
    body: {
      name: 'Chaos',
      connector_type_id: '.pagerduty',
      config: { apiUrl },
      secrets: { routingKey: 'c0ffee00c0ffee00c0ffee00c0ffee00' },
    },
  });
  assert.equal(answer.status, 200, answer.text);
}

interface Teller {
  readonly server: TestServer;
  readonly told: ToldEvents;
  /** The local token: a password would cost its check at each start. */
  readonly authorization: string;
  readonly name: string;
  readonly random: () => number;
  readonly isAlive: () => boolean;
}

/** One teller has incidents of its own and tells one event after another, so that their order is known. */
async function tell({ server, told, authorization, name, random, isAlive }: Teller): Promise<void> {
  while (isAlive()) {
    const key = `${name}-${Math.floor(random() * keysOfTeller)}`;
    const choice = random();
    const action: Action = choice < 0.5 ? 'trigger' : choice < 0.65 ? 'acknowledge' : 'resolve';
    const body = {
      eventAction: action,
      dedupKey: key,
      ...(action === 'trigger' && { summary: randomUUID() }),
    };
    try {
      const answer = await server.call(`/api/tocsin/connector/${connector}/_enqueue`, {
        body,
        authorization,
      });
      assert.equal(answer.status, 202, answer.text);
      told.add(key, action, acceptedBody.parse(answer.body).id);
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error;
      told.add(key, action, undefined);
      return;
    }
  }
}

async function untilNothingWaits(server: TestServer): Promise<void> {
  const patience = 15_000;
  let last = '';
  try {
    await waitFor(
      'everything to be delivered',
      async () => {
        const { body, text } = await server.call('/api/tocsin/status');
        last = text;
        return statusBody.parse(body).backlog.events === 0 ? true : undefined;
      },
      patience,
    );
  } catch (error) {
    const waiting = await server.call('/api/tocsin/events?state=waiting&limit=3');
    await server.child.kill('SIGKILL');
    const said = `${last}\n${waiting.text}\n${server.child.stderr.slice(-4000)}`;
    throw new Error(`Something still waits: ${said}`, { cause: error });
  }
}

/** Every event that was accepted is in the log, and has ended in a way that is told. */
async function statesOf(server: TestServer, told: ToldEvents): Promise<Record<string, number>> {
  const states = new Map<string, string>();
  for (let cursor = ''; ; ) {
    const { body, text } = await server.call(`/api/tocsin/events?limit=200${cursor}`);
    const page = eventPage.safeParse(body);
    assert.ok(page.success, text);
    for (const { id, state } of page.data.items) states.set(id, state);
    if (page.data.next_cursor === null) break;
    cursor = `&cursor=${encodeURIComponent(page.data.next_cursor)}`;
  }
  const counts: Record<string, number> = {};
  for (const id of told.accepted()) {
    const state = states.get(id);
    assert.ok(state === 'delivered' || state === 'superseded', `event ${id} is ${state ?? 'lost'}`);
    counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function checkIncidents(sandbox: Sandbox, told: ToldEvents): void {
  assert.equal(sandbox.counts.dropped.incidents, 0, 'the sandbox still knows every incident');
  const incidents = Map.groupBy(allIncidents(sandbox), ({ dedupKey }) => dedupKey);
  for (const key of told.keys()) {
    const known = incidents.get(key) ?? [];
    const open = known.filter(({ status }) => status !== 'resolved').length;
    assert.ok(open <= 1, `${key} is open ${open} times`);
    const must = told.mustBeOpen(key);
    if (must !== undefined) assert.equal(open === 1, must, `whether ${key} is open`);
    const most = told.mostOpenings(key);
    assert.ok(known.length <= most, `${key} was opened ${known.length} times, and told of ${most} times`);
  }
}

function allIncidents(sandbox: Sandbox): Incident[] {
  const all: Incident[] = [];
  for (let before: number | undefined; ; ) {
    const page = sandbox.incidents({ limit: 1000, ...(before !== undefined && { before }) });
    all.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < 1000) return all;
    before = last.id;
  }
}
