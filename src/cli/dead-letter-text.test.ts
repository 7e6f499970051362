import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DeadLetter, deadLetterTable, deadLetterText } from './dead-letter-text.ts';

const attempt: DeadLetter['attempt_log'][number] = {
  n: 1,
  started_at: '2026-11-23T02:41:08.123Z',
  duration_ms: 12,
  status: 400,
  verdict: 'rejected',
  reason: 'invalid_event',
  message: 'Event object is invalid',
  errors: ["'payload.class' is odd"],
  answer: '{}',
};

const letter: DeadLetter = {
  id: '42',
  connector_id: 'on-call',
  connector_name: 'On-call',
  action: 'trigger',
  severity: 'critical',
  dedup_key: 'db1/disk',
  summary: 'Disk full on db1',
  source: 'enqueue',
  accepted_at: '2026-11-23T02:41:07.123Z',
  state: 'dead',
  reason: 'invalid_event',
  superseded_why: null,
  superseded_by: null,
  settled_at: '2026-11-23T02:41:08.135Z',
  attempts: 1,
  merged: 0,
  resend_of: null,
  body: { routing_key: '[integration key]', event_action: 'trigger' },
  notes: ['summary shortened'],
  attempt_log: [attempt],
  superseded_by_event: null,
  resent_as: [],
  incident: null,
  message: 'Event object is invalid',
  errors: ["'payload.class' is odd"],
  params: {},
  params_leave_out: [],
};

test('the table tells what, when, through which connector, and why in PagerDuty’s own words', () => {
  assert.equal(
    deadLetterTable([
      letter,
      {
        ...letter,
        id: '7',
        action: 'resolve',
        severity: null,
        summary: null,
        message: null,
        errors: [],
        reason: 'cancelled',
      },
    ]),
    `ID  ACCEPTED (UTC)    CONNECTOR  EVENT                                WHY
42  2026-11-23T02:41  On-call    trigger, critical: Disk full on db1  invalid_event: Event object is invalid; 'payload.class' is odd
7   2026-11-23T02:41  On-call    resolve: db1/disk                    cancelled`,
  );
});

test('a dead letter tells what happened before what to do, and what to do before the details', () => {
  assert.equal(
    deadLetterText(letter),
    `Dead letter 42

Event      trigger, critical: Disk full on db1
Dedup key  db1/disk
Connector  On-call (id on-call)
Accepted   2026-11-23T02:41:07.123Z, from enqueue
Given up   2026-11-23T02:41:08.135Z, after 1 attempt
Why        invalid_event: PagerDuty refused the event itself
           Event object is invalid
           'payload.class' is odd

What to do
  Change what PagerDuty complains of, and send it again:
    tocsin dead-letters show 42 --params > 42.json     (then change what is wrong in 42.json)
    tocsin dead-letters resend 42 --edit 42.json
  Or take it off the list; it stays in the delivery log:
    tocsin dead-letters purge 42

Attempts
  N  STARTED                   ANSWER             VERDICT                  WORDS
  1  2026-11-23T02:41:08.123Z  status 400, 12 ms  rejected, invalid_event  Event object is invalid; 'payload.class' is odd

Changed to make it fit
  summary shortened

Body
  {
    "routing_key": "[integration key]",
    "event_action": "trigger"
  }`,
  );
});

const advised: [reason: string, advice: RegExp][] = [
  ['too_large', /Make it smaller[\s\S]*show 42 --params/],
  ['expired', /If it is still true, send it again:\n {4}tocsin dead-letters resend 42\n/],
  ['cancelled', /If it is wanted after all[\s\S]*resend 42\n/],
  ['connector_deleted', /Create a connector with the id on-call; then/],
  ['auth', /If it is still true, send it again/],
];
for (const [reason, advice] of advised) {
  test(`it says what to do about one that is dead for the reason ${reason}`, () => {
    assert.match(deadLetterText({ ...letter, reason }), advice);
  });
}

test('a resolve that was not taken says that the incident may still be open', () => {
  const incident = {
    id: '40',
    connector_id: 'on-call',
    connector_name: null,
    shared: false,
    dedup_key: 'db1/disk',
    state: 'open',
    last_action: 'acknowledge',
    last_at: '2026-11-23T02:00:00.000Z',
    source: 'relay',
  } as const;
  const text = deadLetterText({ ...letter, action: 'resolve', severity: null, summary: null, incident });
  assert.match(text, /Incident {3}may still be open at PagerDuty \(acknowledge, 2026-11-23T02:00:00\.000Z\)/);
  assert.match(text, /resolve it at PagerDuty by hand/);
});

test('attempts that were left out of the log leave a gap that shows', () => {
  const log = [1, 2, 25, 26].map((n) => ({ ...attempt, n }));
  assert.match(deadLetterText({ ...letter, attempt_log: log }), /\n {2}2 .*\n {2}… 22 more\n {2}25 /);
});

test('what others wrote can not begin a line, nor move the cursor', () => {
  const evil = 'x\r\nWhat to do\n  rm -rf /\u001b[2J';
  const text = deadLetterText({
    ...letter,
    summary: evil,
    dedup_key: evil,
    connector_name: evil,
    message: evil,
    errors: [evil],
    notes: [evil],
    attempt_log: [{ ...attempt, message: evil, errors: [evil] }],
    body: { payload: evil },
  });
  assert.ok(!text.includes('\r') && !text.includes('\u001b'));
  assert.doesNotMatch(text, /^\s*rm/m);
  assert.equal(text.match(/^What to do$/gm)?.length, 1);
  assert.equal(deadLetterTable([{ ...letter, summary: evil, message: evil }]).split('\n').length, 2);
});
