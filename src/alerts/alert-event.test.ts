import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TriggerEvent } from '../pagerduty/event.ts';
import type { ReportedAlert } from './reported-alert.ts';
import { actionOf, recovery, Story, urgent } from './story-for-test.ts';

/** The trigger that an action with these params makes of the alert `a`, and the notes on it. */
function triggerOf(params: Readonly<Record<string, unknown>>, story = new Story()) {
  story.rule = { ...story.rule, actions: [actionOf({ params })] };
  story.run('a');
  const made = story.lastEvents[0]?.event;
  assert.ok(made?.kind === 'alert' && made.event.event_action === 'trigger');
  return { event: made.event, notes: made.notes };
}

function triggerIn(story: Story): TriggerEvent {
  const made = story.lastEvents[0]?.event;
  assert.ok(made?.kind === 'alert' && made.event.event_action === 'trigger');
  return made.event;
}

test('an action that says nothing gets every default, without a note', () => {
  const { event, notes } = triggerOf({});
  assert.deepEqual(event, {
    event_action: 'trigger',
    dedup_key: 'r:a',
    payload: {
      summary: 'No summary provided',
      source: 'Tocsin pd',
      severity: 'info',
      timestamp: '2026-11-26T22:01:00.000Z',
    },
  });
  assert.deepEqual(notes, []);
});

test('every field of an action reaches the event', () => {
  const story = new Story();
  story.context = { value: 93, host: 'db-1', tags: ['x'] };
  const { event, notes } = triggerOf(
    {
      eventAction: 'trigger',
      dedupKey: 'disk {{context.host}}',
      summary: '{{rule.name}}: {{context.value}} {{alert.actionGroupName}} {{alert.consecutiveMatches}}',
      source: '{{context.host}}',
      severity: 'critical',
      timestamp: '{{state.start}}',
      component: 'disk',
      group: 'db',
      class: 'usage',
      customDetails: { value: '{{context.value}}', tags: '{{context.tags}}' },
      links: [{ href: 'https://example.org/{{context.host}}', text: 'Host' }],
    },
    story,
  );
  assert.deepEqual(event, {
    event_action: 'trigger',
    dedup_key: 'disk db-1',
    payload: {
      summary: 'Disks: 93 Default 1',
      source: 'db-1',
      severity: 'critical',
      timestamp: '2026-11-26T22:01:00.000Z',
      component: 'disk',
      group: 'db',
      class: 'usage',
      custom_details: { value: 93, tags: ['x'] },
    },
    links: [{ href: 'https://example.org/db-1', text: 'Host' }],
  } satisfies TriggerEvent);
  assert.deepEqual(notes, []);
});

const spoilt: [
  name: string,
  params: Record<string, unknown>,
  check: (event: TriggerEvent) => void,
  note: RegExp,
][] = [
  [
    'a summary whose template is broken',
    { summary: '{{#a' },
    ({ payload }) => assert.equal(payload.summary, 'No summary provided'),
    /^summary could not be filled in/,
  ],
  [
    'a dedup key whose template is broken',
    { dedupKey: '{{#a}}' },
    ({ dedup_key }) => assert.equal(dedup_key, 'r:a'),
    /^dedupKey could not be filled in/,
  ],
  [
    'a dedup key that comes to nothing',
    { dedupKey: ' {{context.missing}}' },
    ({ dedup_key }) => assert.equal(dedup_key, 'r:a'),
    /^dedup_key filled in/,
  ],
  [
    'an event action whose template is broken',
    { eventAction: '{{#a}}' },
    () => {},
    /^eventAction could not be filled in/,
  ],
  [
    'an event action that PagerDuty does not know',
    { eventAction: '{{alert.id}}' },
    () => {},
    /^event_action filled in as trigger: the template came to "a"/,
  ],
  [
    'a severity in another tool’s words',
    { severity: '{{#a}}FATAL{{/a}}{{^a}}FATAL{{/a}}' },
    ({ payload }) => assert.equal(payload.severity, 'critical'),
    /severity "FATAL" sent as critical/,
  ],
  [
    'a severity that comes to nothing',
    { severity: '{{context.missing}}' },
    ({ payload }) => assert.equal(payload.severity, 'info'),
    /severity filled in as info/,
  ],
  [
    'a summary that is too long',
    { summary: 'x'.repeat(2000) },
    ({ payload }) => assert.equal(payload.summary.length, 1024),
    /summary cut/,
  ],
  [
    'a source that leaves no room',
    { summary: 'full', source: 'x'.repeat(60_000).repeat(10), severity: 'error' },
    ({ payload }) => assert.deepEqual([payload.summary, payload.severity], ['full', 'error']),
    /source|all but summary and severity left out/,
  ],
];
for (const [name, params, check, note] of spoilt) {
  test(`the page goes out, with a note: ${name}`, () => {
    const { event, notes } = triggerOf(params);
    check(event);
    assert.ok(
      notes.some((each) => note.test(each)),
      `${note} is not among ${JSON.stringify(notes)}`,
    );
  });
}

test('an event that does not fit whatever is left out goes with its summary and severity alone', () => {
  const story = new Story();
  story.context = { long: 'x'.repeat(600_000) };
  const { event, notes } = triggerOf(
    { summary: 'full', component: '{{context.long}}', severity: 'error' },
    story,
  );
  assert.equal(event.payload.component, undefined);
  assert.deepEqual([event.payload.summary, event.payload.severity], ['full', 'error']);
  assert.match(notes.at(-1) ?? '', /^all but summary and severity left out: The event has 600/);
});

test('a recovery action whose event action comes to nothing resolves: it pages nobody for what is over', () => {
  const story = new Story({ actions: [actionOf(), recovery('{{context.missing}}')] });
  story.run('a');
  assert.deepEqual(story.run(), ['resolve r:a']);
});

test('a context that has no JSON costs the context and not the page', () => {
  const ring: Record<string, unknown> = {};
  ring.ring = ring;
  const story = new Story();
  story.context = ring;
  const { event, notes } = triggerOf({ summary: '{{alert.id}}{{context}}' }, story);
  assert.equal(event.payload.summary, 'a{}');
  assert.match(notes[0] ?? '', /^context and state left out/);
});

test('what a rule type says of severity and links goes where the action says nothing', () => {
  const story = new Story({
    actions: [actionOf({ params: { links: [{ href: 'https://a', text: 'A' }] } }), urgent],
  });
  story.report([
    {
      id: 'a',
      group: 'default',
      context: {},
      severity: 'WARN',
      links: [{ href: 'https://b' }],
    },
    { id: 'b', group: 'urgent', context: {}, severity: 'warning' },
  ]);
  const [a, b] = story.lastEvents.map(({ event }) => event.kind === 'alert' && event.event);
  assert.ok(a && a.event_action === 'trigger' && b && b.event_action === 'trigger');
  assert.equal(a.payload.severity, 'warning');
  assert.deepEqual(a.links, [{ href: 'https://a', text: 'A' }, { href: 'https://b' }]);
  assert.equal(b.payload.severity, 'critical');
});

const said = { source: 'db-1', component: 'disk', class: 'usage' };
const places: readonly [
  name: string,
  params: Record<string, unknown>,
  defaults: ReportedAlert['defaults'],
  expected: readonly unknown[],
][] = [
  ['an action that says nothing', {}, said, ['db-1', 'disk', 'usage']],
  ['only what the rule type says', {}, { class: 'usage' }, ['Tocsin pd', undefined, 'usage']],
  [
    'an action that says other things',
    { source: 'mine', component: '{{alert.id}}', class: 'own' },
    said,
    ['mine', 'a', 'own'],
  ],
  [
    'templates that are broken',
    { source: '{{#a', component: '{{#a', class: '{{#a' },
    said,
    ['db-1', 'disk', 'usage'],
  ],
  ['a source that comes to nothing', { source: '{{context.missing}}' }, said, ['db-1', 'disk', 'usage']],
  ['a component left out on purpose', { component: '' }, said, ['db-1', undefined, 'usage']],
];
for (const [name, params, defaults, expected] of places) {
  test(`where an event comes from: ${name}`, () => {
    const story = new Story({ actions: [actionOf({ params })] });
    story.report([{ id: 'a', group: 'default', context: {}, ...(defaults && { defaults }) }]);
    const { payload } = triggerIn(story);
    assert.deepEqual([payload.source, payload.component, payload.class], expected);
  });
}

test('what a recovery action triggers comes from where the alert came from', () => {
  const story = new Story({ actions: [actionOf(), recovery('trigger')] });
  story.report([{ id: 'a', group: 'default', context: {}, defaults: said }]);
  assert.deepEqual(story.run(), ['trigger r:a']);
  const { payload } = triggerIn(story);
  assert.deepEqual([payload.source, payload.component, payload.class], ['db-1', 'disk', 'usage']);
});

test('a summary of many alerts comes from the connector, whatever they say', () => {
  const summary = actionOf({ frequency: { summary: true, notifyWhen: 'onActiveAlert' } });
  const story = new Story({ actions: [summary] });
  story.report([{ id: 'a', group: 'default', context: {}, defaults: said }]);
  const { payload } = triggerIn(story);
  assert.deepEqual([payload.source, payload.component, payload.class], ['Tocsin pd', undefined, undefined]);
});

test('a default summary of the rule type stands in for one that is not there', () => {
  const story = new Story({ defaultSummary: '{{rule.name}}: {{alert.id}}' });
  assert.equal(triggerOf({}, story).event.payload.summary, 'Disks: a');
});

test('a flapping alert that is shown without being reported has the context it had last', () => {
  const story = new Story({ flapping: { enabled: true, lookBackWindow: 20, statusChangeThreshold: 2 } });
  story.rule = { ...story.rule, actions: [actionOf({ params: { summary: '{{context.value}}' } })] };
  story.isSnoozed = true;
  story.context = { value: 93 };
  story.run('a');
  story.isSnoozed = false;
  assert.deepEqual(story.run(), ['trigger r:a']);
  const made = story.lastEvents[0]?.event;
  assert.ok(made?.kind === 'alert' && made.event.event_action === 'trigger');
  assert.equal(made.event.payload.summary, '93');
});
