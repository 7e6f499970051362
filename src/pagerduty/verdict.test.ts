import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Attempt, judge, reasons, type Verdict } from './verdict.ts';

const pagerDuty = { hostname: 'events.pagerduty.com' };
const europe = { hostname: 'events.eu.pagerduty.com' };
const elsewhere = { hostname: 'hooks.example.com' };

const html = '<!doctype html><title>Sign in</title>';
const success = '{"status":"success","message":"Event processed","dedup_key":"srv01/HTTP"}';
const invalid = (...errors: unknown[]) =>
  JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors });
const badSeverity = invalid("'payload.severity' is missing or blank");

function answered(status: number, body = '', headers: Record<string, string> = {}): Attempt {
  return { kind: 'answered', status, headers, body };
}

function failed(phase: 'before_request' | 'after_request', cause: 'network' | 'tls' | 'timeout'): Attempt {
  return { kind: 'failed', phase, cause, message: 'connect ECONNREFUSED' };
}

/** `verdict reason arrived`, the three columns of the table. */
function cell(verdict: Verdict): string {
  return verdict.verdict === 'delivered'
    ? `delivered ${verdict.arrived}`
    : `${verdict.verdict} ${verdict.reason} ${verdict.arrived}`;
}

type Row = [name: string, attempt: Attempt, expected: string, target?: { hostname: string }];

const rows: Row[] = [
  // 202; any 2xx with a JSON object; elsewhere any 2xx.
  ['202 with PagerDuty’s answer', answered(202, success), 'delivered yes'],
  ['202 without a body', answered(202), 'delivered yes'],
  ['202 with HTML', answered(202, html), 'delivered yes'],
  ['202 that says failure', answered(202, badSeverity), 'delivered yes'],
  ['200 with a JSON object', answered(200, success), 'delivered yes'],
  ['201 with a JSON object', answered(201, '{}'), 'delivered yes'],
  ['200 with HTML elsewhere', answered(200, html), 'delivered yes', elsewhere],
  ['204 elsewhere', answered(204), 'delivered yes', elsewhere],
  ['299 elsewhere', answered(299), 'delivered yes', elsewhere],
  // Another 2xx from PagerDuty's own host.
  ['200 with HTML from PagerDuty’s host', answered(200, html), 'held not_pagerduty maybe'],
  ['200 with HTML from PagerDuty’s host in Europe', answered(200, html), 'held not_pagerduty maybe', europe],
  ['200 with a JSON array from PagerDuty’s host', answered(200, '[]'), 'held not_pagerduty maybe'],
  ['200 with cut JSON from PagerDuty’s host', answered(200, '{"status":'), 'held not_pagerduty maybe'],
  ['204 from PagerDuty’s host', answered(204), 'held not_pagerduty maybe'],
  // 429.
  ['429', answered(429, '{"status":"throttle exceeded"}'), 'retry throttled no'],
  ['429 with HTML', answered(429, html), 'retry throttled no'],
  ['429 elsewhere', answered(429), 'retry throttled no', elsewhere],
  // 408, 425, every 5xx.
  ['408', answered(408), 'retry server_error maybe'],
  ['425', answered(425), 'retry server_error maybe'],
  ...[500, 501, 502, 503, 504, 507, 520, 599].map(
    (status): Row => [String(status), answered(status, html), 'retry server_error maybe'],
  ),
  [
    '500 whose errors name the routing key',
    answered(500, invalid('routing_key')),
    'retry server_error maybe',
  ],
  // No call got through.
  ['no address or no connection', failed('before_request', 'network'), 'retry network no'],
  ['TLS failed before the request', failed('before_request', 'tls'), 'retry tls no'],
  [
    'the deadline passed before there was a connection',
    failed('before_request', 'timeout'),
    'retry network no',
  ],
  ['connection lost after the request began', failed('after_request', 'network'), 'retry network maybe'],
  ['TLS broke after the request began', failed('after_request', 'tls'), 'retry network maybe'],
  ['deadline passed after the request began', failed('after_request', 'timeout'), 'retry timeout maybe'],
  // Auth.
  ['401', answered(401), 'held auth no'],
  ['403', answered(403, html), 'held auth no'],
  ['407', answered(407), 'held auth no'],
  ...[
    "'routing_key' cannot contain non-alphanumeric characters.",
    "Length of 'routing_key' is incorrect (should be 32 characters)",
    "'routing_key' is missing or blank",
    'Invalid routing key',
    'Invalid Routing Key',
  ].map((error): Row => [`400 with "${error}"`, answered(400, invalid('other', error)), 'held auth no']),
  [
    '400 about the routing key elsewhere',
    answered(400, invalid('Invalid routing key')),
    'held auth no',
    elsewhere,
  ],
  // The event's own fault.
  ['400 with a JSON object', answered(400, badSeverity), 'rejected invalid_event no'],
  ['400 with an empty JSON object', answered(400, '{}'), 'rejected invalid_event no'],
  [
    '400 whose message alone names the routing key',
    answered(400, '{"message":"routing key"}'),
    'rejected invalid_event no',
  ],
  [
    '400 with errors that are no texts',
    answered(400, invalid(5, { routing_key: 1 })),
    'rejected invalid_event no',
  ],
  ['422 with a JSON object', answered(422, badSeverity), 'rejected invalid_event no'],
  ['413', answered(413), 'rejected too_large no'],
  ['413 with HTML', answered(413, html), 'rejected too_large no'],
  // Not allowed.
  [
    'a host that is not allowed',
    { kind: 'not_allowed', message: 'not in allowedHosts' },
    'held not_allowed no',
  ],
  // Everything else.
  ...[
    301, 302, 303, 304, 307, 308, 402, 404, 405, 406, 409, 410, 411, 414, 415, 418, 421, 426, 431, 451, 600,
  ].map((status): Row => [String(status), answered(status, success), 'held not_pagerduty no']),
  ['404 elsewhere', answered(404), 'held not_pagerduty no', elsewhere],
  ['302 elsewhere', answered(302), 'held not_pagerduty no', elsewhere],
  ['400 with HTML', answered(400, html), 'held not_pagerduty no'],
  ['400 without a body', answered(400), 'held not_pagerduty no'],
  ['422 with HTML', answered(422, html), 'held not_pagerduty no'],
];
for (const [name, attempt, expected, target = pagerDuty] of rows) {
  test(`rule 5: ${name} means ${expected}`, () => assert.equal(cell(judge(attempt, target)), expected));
}

test('a delivered event brings the dedup key that PagerDuty confirmed', () => {
  assert.deepEqual(judge(answered(202, success), pagerDuty), {
    verdict: 'delivered',
    arrived: 'yes',
    dedupKey: 'srv01/HTTP',
  });
});

test('a body that says something else than success is noted, no more', () => {
  const noteOf = (attempt: Attempt) => {
    const verdict = judge(attempt, elsewhere);
    return verdict.verdict === 'delivered' ? verdict.note : undefined;
  };
  assert.equal(
    noteOf(answered(202, badSeverity)),
    'the answer (status 202) says status "invalid event", message "Event object is invalid"',
  );
  assert.equal(noteOf(answered(200, html)), 'the answer (status 200) is not a JSON object');
  assert.equal(noteOf(answered(204, '')), undefined);
  assert.equal(noteOf(answered(200, '{"ok":true}')), undefined);
});

test('a rejected event keeps PagerDuty’s message and errors', () => {
  assert.deepEqual(judge(answered(400, invalid('one', 2, 'three')), pagerDuty), {
    verdict: 'rejected',
    reason: 'invalid_event',
    arrived: 'no',
    message: 'Event object is invalid',
    errors: ['one', 'three'],
  });
});

const waits: [string, Attempt, number | undefined][] = [
  ['429 without Retry-After', answered(429), undefined],
  ['429 with Retry-After', answered(429, '', { 'retry-after': '30' }), 30_000],
  ['429 with ratelimit-reset', answered(429, '', { 'ratelimit-reset': '5' }), 5_000],
  ['503 with Retry-After', answered(503, '', { 'retry-after': '100000' }), 300_000],
  ['503 without', answered(503), undefined],
];
for (const [name, attempt, wait] of waits) {
  test(`${name} asks to wait ${wait ?? 'for no time that is known'}`, () => {
    const verdict = judge(attempt, pagerDuty);
    assert.equal(verdict.verdict, 'retry');
    assert.equal(verdict.verdict === 'retry' ? verdict.retryAfter : 'no retry', wait);
  });
}

test('every answer has a verdict, and its reason is one of the closed set', () => {
  const body = fc.oneof(fc.string(), fc.json());
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 999 }), body, fc.boolean(), (status, text, own) => {
      const verdict = judge(answered(status, text), own ? pagerDuty : elsewhere);
      if (verdict.verdict !== 'delivered') assert.ok(reasons.includes(verdict.reason));
    }),
  );
});

test('an address that the settings forbid holds the target, as a host that is not allowed', () => {
  const message = '10.0.0.1 is an address of this machine or its network';
  const denied = { kind: 'failed', phase: 'before_request', cause: 'denied', message } as const;
  assert.deepEqual(judge(denied, { hostname: '10.0.0.1' }), {
    verdict: 'held',
    reason: 'not_allowed',
    arrived: 'no',
    message,
    errors: [],
  });
});
