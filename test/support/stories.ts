import assert from 'node:assert/strict';
import { z } from 'zod';
import { sandboxRoutingKey } from '../../src/connectors/sandbox-connector.ts';
import { deadLetter, enqueue, untilState } from './delivered-events.ts';
import { fillWithRules } from './rule-stories.ts';
import type { TestServer } from './test-server.ts';

const withKey = z.object({ key: z.string() });
const withId = z.object({ id: z.string() });

async function made<S extends z.ZodType>(
  schema: S,
  server: TestServer,
  path: string,
  body?: object,
  method = 'POST',
) {
  const { status, text, body: answer } = await server.call(path, { method, ...(body && { body }) });
  assert.ok(status >= 200 && status < 300, `${path}: ${status} ${text}`);
  return schema.parse(answer);
}

async function connector(server: TestServer, name: string, routingKey: string): Promise<string> {
  const body = {
    name,
    connector_type_id: '.pagerduty',
    config: { apiUrl: `${server.url}/sandbox/v2/enqueue` },
    secrets: { routingKey },
  };
  return (await made(withId, server, '/api/actions/connector', body)).id;
}

/** Ids of events that a story is about. */
export interface Stories {
  readonly delivered: string;
  readonly dead: string;
  /** Waits behind a gate that its key has closed. */
  readonly waiting: string;
  readonly connectors: { readonly onCall: string; readonly payments: string; readonly revoked: string };
  /** A rule with alerts that come and go, and one of those. */
  readonly rule: string;
  readonly alert: string;
}

/**
 * A server with something to see on every page: two teams whose incidents come and go, a connector whose key was
 * revoked and what waits behind it, dead letters, change events, keys. Made through the API, by the real delivery.
 */
export async function fillWithStories(server: TestServer): Promise<Stories> {
  const sandbox = '/api/tocsin/sandbox';
  const keys = [];
  for (let n = 0; n < 3; n++) keys.push((await made(withKey, server, `${sandbox}/keys`, {})).key);
  const [first = '', second = '', third = ''] = keys;
  await made(withKey, server, `${sandbox}/keys`, { key: sandboxRoutingKey });
  await made(z.unknown(), server, `${sandbox}/accept`, { accept: 'known' }, 'PUT');
  const onCall = await connector(server, 'On-call, production', first);
  const payments = await connector(server, 'Payments', second);
  const revoked = await connector(server, 'Old data team', third);
  await made(z.unknown(), server, `${sandbox}/keys/${third}`, undefined, 'DELETE');

  const delivered = await enqueue(
    server,
    {
      eventAction: 'trigger',
      dedupKey: 'db-3/disk',
      summary: 'Disk 97 % full on db-3, growing 2 GB an hour',
      severity: 'critical',
      source: 'db-3.example.net',
      component: '/var/lib/postgresql',
      class: 'disk',
      customDetails: { used: '97 %', free_gb: 14, growth_gb_per_hour: 2 },
      links: [{ href: 'https://runbooks.example.net/disk', text: 'Runbook: disk' }],
    },
    onCall,
  );
  await untilState(server, delivered, 'delivered');
  const stories: [string, object][] = [
    [onCall, { eventAction: 'acknowledge', dedupKey: 'db-3/disk' }],
    [
      onCall,
      {
        eventAction: 'trigger',
        dedupKey: 'web/latency',
        summary: 'p99 of checkout over 2 s',
        severity: 'error',
        source: 'web-1',
      },
    ],
    [
      payments,
      {
        eventAction: 'trigger',
        dedupKey: 'psp/timeouts',
        summary: 'Card payments time out: 14 % in 5 minutes',
        severity: 'critical',
        source: 'payments-api',
      },
    ],
    [
      payments,
      {
        eventAction: 'trigger',
        dedupKey: 'queue/refunds',
        summary: 'Refund queue is 40 minutes behind',
        severity: 'warning',
        source: 'payments-worker',
      },
    ],
    [payments, { eventAction: 'resolve', dedupKey: 'queue/refunds' }],
    [payments, { eventAction: 'change', summary: 'payments-api 4.12.0 deployed', source: 'ci' }],
    [
      'sandbox',
      { eventAction: 'trigger', dedupKey: 'practice', summary: 'A page to practise on', severity: 'info' },
    ],
  ];
  for (const [id, params] of stories)
    await untilState(server, await enqueue(server, params, id), 'delivered');
  await enqueue(
    server,
    {
      eventAction: 'trigger',
      dedupKey: 'etl/nightly',
      summary: 'Nightly load has failed',
      severity: 'error',
      source: 'etl',
    },
    revoked,
  );
  const waiting = await enqueue(
    server,
    {
      eventAction: 'trigger',
      dedupKey: 'etl/nightly',
      summary: 'Nightly load has failed twice',
      severity: 'critical',
      source: 'etl',
    },
    revoked,
  );
  const dead = await deadLetter(
    server,
    {
      dedupKey: 'mail/bounce',
      summary: 'Mail bounces: 312 in 10 minutes',
      severity: 'warning',
      source: 'mx-1',
    },
    payments,
  );
  await deadLetter(
    server,
    { dedupKey: 'tls/expiry', summary: 'Certificate of shop.example.net ends in 6 days', severity: 'info' },
    onCall,
  );
  await made(z.unknown(), server, '/api/tocsin/api-keys', { name: 'terraform', expires_in_days: 90 });
  await made(z.unknown(), server, '/api/tocsin/relay-keys', {
    connector_id: onCall,
    name: 'alertmanager in Paris',
  });
  await made(z.unknown(), server, '/api/tocsin/users', {
    name: 'alice',
    password: 'a password of some length',
  });
  return {
    delivered,
    dead,
    waiting,
    connectors: { onCall, payments, revoked },
    ...(await fillWithRules(server, onCall, payments)),
  };
}
