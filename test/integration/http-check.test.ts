import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { testCertificates } from '../support/network/test-certificates.ts';
import { type ServerWithFile, serverWithFile } from '../support/settings-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { WatchedWeb } from '../support/watched-web.ts';

/* Web services that break and are mended, as a rule sees them: from the broken target to its incident, and its end. */

const token = 'bearer-Token-that-nobody-may-see-42';

let place: Awaited<ReturnType<typeof temporaryFolder>>;
let own: ServerWithFile;
let tls: WatchedWeb;
let expired: WatchedWeb;
before(async () => {
  place = await temporaryFolder();
  const certificates = await testCertificates(place.path);
  tls = await WatchedWeb.start(certificates.trusted);
  expired = await WatchedWeb.start(certificates.expired);
  const trusting = (url: string) => ({
    url,
    ssl: { certificateAuthoritiesFiles: [certificates.authority.file] },
  });
  const customHostSettings = [trusting(tls.url), trusting(expired.url)];
  own = await serverWithFile(
    [JSON.stringify({ rules: { sources: { customHostSettings }, secrets: { folders: [place.path] } } })],
    {
      secrets: [token],
    },
  );
});
after(async () => {
  await own[Symbol.asyncDispose]();
  for (const web of [tls, expired]) await web.close();
  await place[Symbol.asyncDispose]();
});

async function call(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const answer = await own.server.call(path, { method, ...(body !== undefined && { body }) });
  assert.ok(answer.status < 300, `${method} ${path}: ${answer.status} ${answer.text}`);
  return Object(answer.body);
}

const actionFor = (group: string) => ({
  id: 'sandbox',
  group,
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
  params: {
    eventAction: 'trigger',
    summary: '{{context.target}}: {{context.reason}}',
    customDetails: { status: '{{context.status}}', host: '{{context.host}}' },
  },
});

/** A rule that checks every second, and pages whatever is wrong. */
function ruleOf(params: object) {
  return {
    name: 'Web',
    schedule: { interval: '1s' },
    params: { retries: 0, ...params },
    actions: ['down', 'degraded', 'certificate'].map(actionFor),
  };
}

async function watch(id: string, params: object): Promise<void> {
  await call(`/api/alerting/rule/${id}`, {
    ...ruleOf(params),
    rule_type_id: 'http-check',
    consumer: 'alerts',
  });
}

const forget = (id: string) => call(`/api/alerting/rule/${id}`, undefined, 'DELETE');

interface Incident {
  readonly dedup_key: string;
  readonly status: string;
  readonly summary: string;
  readonly severity: string;
}

/** The newest incident of a key in the sandbox, once it is as it should be. */
async function incident(key: string, status: string, summary = /./): Promise<Incident> {
  return waitFor(`${key} to be ${status}`, async () => {
    const { items } = await call('/api/tocsin/sandbox/incidents');
    const found: Incident | undefined = items.find((item: Incident) => item.dedup_key === key);
    return found?.status === status && summary.test(found.summary) ? found : undefined;
  });
}

async function alertsOf(id: string): Promise<readonly { id: string; status: string; group: string }[]> {
  return (await call(`/api/tocsin/rule/${id}/alerts`)).items;
}

/** Waits until a rule has run so often from now on. */
async function runs(id: string, count: number): Promise<void> {
  const seen = new Set<string>();
  await waitFor(`${count} runs of ${id}`, async () => {
    const { execution_status: last } = await call(`/api/alerting/rule/${id}`);
    if (last.status !== 'pending') seen.add(last.last_execution_date);
    return seen.size > count ? true : undefined;
  });
}

const fails =
  (status: number, body = '') =>
  (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status).end(body);
  };
const is = (body: string) => (_request: IncomingMessage, response: ServerResponse) => {
  response.end(body);
};

test('a target breaks, and there is an incident; it is mended, and the incident is resolved', async () => {
  await using web = await WatchedWeb.start();
  const targets = [{ name: 'shop', url: `${web.url}/health?deep=1` }];
  await watch('shop', { targets, bodyContains: 'fine' });
  await runs('shop', 1);
  assert.deepEqual(await alertsOf('shop'), []);

  web.answer = fails(503, 'fine');
  const { severity, summary } = await incident('shop:shop', 'triggered');
  assert.deepEqual([severity, summary], ['critical', 'shop: status 503, expected 2xx']);
  const { items } = await call('/api/tocsin/rule/shop/alert/shop/timeline');
  const told = items.find(({ what }: { what: string }) => what === 'action');
  const { body } = await call(`/api/tocsin/events/${told.event.id}`);
  const { source, component, class: kind, custom_details: details } = body.payload;
  assert.deepEqual([source, component, kind], ['localhost', '/health', 'ping failure']);
  assert.deepEqual(details, { status: 503, host: 'localhost' });

  web.answer = is('fine');
  await incident('shop:shop', 'resolved');
  await forget('shop');
});

const answers = (answer: WatchedWeb['answer']) => (web: WatchedWeb) => {
  web.answer = answer;
};

const broken: readonly [
  name: string,
  params: object,
  breaks: (web: WatchedWeb) => void | Promise<void>,
  severity: string,
  summary: RegExp,
][] = [
  [
    'a body without what it should have',
    { bodyContains: 'fine' },
    answers(is('ill')),
    'critical',
    /: "fine" is not in the body$/,
  ],
  [
    'a body without a match',
    { bodyMatches: '^f' },
    answers(is('ill')),
    'critical',
    /: nothing in the body matches \^f$/,
  ],
  ['a server that is gone', {}, (web) => web.close(), 'critical', /ECONNREFUSED|refused/],
  [
    'an answer that comes late',
    { maxLatency: '300ms' },
    (web) => {
      web.answer = (_request, response) => void setTimeout(() => response.end('fine'), 500);
    },
    'warning',
    /: answered after \d+ ms, expected 300 ms at most$/,
  ],
  [
    'an answer that does not come',
    { timeout: '1s' },
    (web) => {
      web.answer = () => {};
    },
    'critical',
    /\b1 ?s|1000 ms/,
  ],
  [
    'what is no HTTP',
    {},
    (web) => {
      web.answer = (request) => void request.socket.end('\u0000\u0001garbage\r\n\r\n');
    },
    'critical',
    /./,
  ],
  [
    'JSON that is none',
    { bodyJson: [{ path: '$.ok', value: true }] },
    answers(is('{"ok":')),
    'critical',
    /: the body is no JSON/,
  ],
  [
    '50 MB in which something is looked for',
    { bodyContains: 'fine' },
    (web) => {
      web.answer = (_request, response) => endless(response, 50 << 20);
    },
    'critical',
    /: "fine" is not in the part of the body that was read \(rules\.maxResponseSize\)$/,
  ],
  [
    'a body on which other engines never finish',
    { bodyMatches: '^(fine|(a+)+$)' },
    answers(is(`${'a'.repeat(1_000_000)}!`)),
    'critical',
    /: nothing in the body matches \^\(fine/,
  ],
];

function endless(response: ServerResponse, bytes: number): void {
  const chunk = Buffer.alloc(1 << 16, 'x');
  let left = bytes;
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}

broken.forEach(([name, params, breaks, severity, summary], index) => {
  test(`broken and mended: ${name}`, async () => {
    const id = `broken-${index}`;
    await using web = await WatchedWeb.start();
    const well = 'bodyJson' in params ? '{"ok":true}' : 'fine';
    web.answer = is(well);
    await watch(id, { targets: [{ name: 'web', url: web.url }], ...params });
    await runs(id, 1);
    assert.deepEqual(await alertsOf(id), []);

    await breaks(web);
    const opened = await incident(`${id}:web`, 'triggered');
    assert.equal(opened.severity, severity, opened.summary);
    assert.match(opened.summary, summary);

    web.answer = is(well);
    await web.close();
    await web.open();
    await incident(`${id}:web`, 'resolved');
    await forget(id);
  });
});

test('a certificate that ends soon is told of, and no longer once nobody asks for so many days', async () => {
  const targets = [{ name: 'tls', url: tls.url }];
  await watch('certificate', { targets, certificateDays: 31 });
  const { severity, summary } = await incident('certificate:tls', 'triggered');
  assert.equal(severity, 'warning');
  assert.match(summary, /^tls: its certificate ends in 29 days, at \d{4}-/);
  await call('/api/alerting/rule/certificate', ruleOf({ targets, certificateDays: 7 }), 'PUT');
  await incident('certificate:tls', 'resolved');
  await forget('certificate');
});

test('a certificate that has ended is a target that is down, in words', async () => {
  await watch('expired', { targets: [{ name: 'tls', url: expired.url }] });
  const { severity, summary } = await incident('expired:tls', 'triggered');
  assert.equal(severity, 'critical');
  assert.match(summary, /expired/);
  await forget('expired');
});

test('a redirect is followed to what counts, or is itself what counts', async () => {
  await using there = await WatchedWeb.start();
  await using web = await WatchedWeb.start();
  there.answer = fails(404);
  web.answer = (_request, response) => response.writeHead(302, { location: `${there.url}/login` }).end();
  const targets = [{ name: 'web', url: web.url }];
  await watch('followed', { targets });
  await watch('unfollowed', { targets, followRedirects: false });
  await watch('itself', { targets, followRedirects: false, status: [302] });
  await incident('followed:web', 'triggered', /status 404/);
  await incident('unfollowed:web', 'triggered', /status 302/);
  there.answer = is('fine');
  await incident('followed:web', 'resolved');
  assert.deepEqual(await alertsOf('itself'), []);
  for (const id of ['followed', 'unfollowed', 'itself']) await forget(id);
});

test('a target that fails once and not when it is asked again in the same run is well', async () => {
  await using web = await WatchedWeb.start();
  let isFirst = false;
  web.answer = (_request, response) => {
    isFirst = !isFirst;
    response.writeHead(isFirst ? 500 : 200).end();
  };
  await watch('retried', { targets: [{ url: web.url }], retries: 1 });
  await runs('retried', 2);
  assert.deepEqual(await alertsOf('retried'), []);
  assert.ok(web.asked >= 4, `${web.asked} requests`);
  await forget('retried');
});

test('of many targets each has its own alert, and only those that are ill', async () => {
  await using web = await WatchedWeb.start();
  const targets = Array.from({ length: 300 }, (_, n) => ({ name: `t${n}`, url: `${web.url}/${n}` }));
  web.answer = ({ url }, response) => response.writeHead(Number(url?.slice(1)) % 30 === 0 ? 500 : 200).end();
  await watch('many', { targets, concurrency: 30, timeout: '5s' });
  const open = (count: number) =>
    waitFor(`${count} open incidents`, async () => {
      const { items } = await call('/api/tocsin/sandbox/incidents');
      const keys = items
        .filter((each: Incident) => each.dedup_key.startsWith('many:') && each.status === 'triggered')
        .map((each: Incident) => each.dedup_key);
      return keys.length === count ? keys.toSorted() : undefined;
    });
  assert.deepEqual(await open(10), Array.from({ length: 10 }, (_, n) => `many:t${n * 30}`).toSorted());
  web.answer = is('fine');
  await open(0);
  await forget('many');
});

test('who asks is shown by a secret, which nobody reads; without it the run fails and no alert changes', async () => {
  await using web = await WatchedWeb.start();
  web.answer = ({ headers }, response) => {
    const isKnown = headers.authorization === `Bearer ${token}`;
    // A source that tells everybody what it was sent.
    response.writeHead(isKnown ? 200 : 401).end(JSON.stringify({ sent: headers.authorization, is: 'ill' }));
  };
  const targets = [{ name: 'web', url: web.url }];
  const file = join(place.path, 'token');
  await writeFile(file, token);
  await call('/api/tocsin/secrets/web', { type: 'bearer', token: { file } }, 'PUT');
  await watch('known', { targets, auth: { secret: 'web' }, bodyContains: 'ill' });
  await runs('known', 1);
  assert.deepEqual(await alertsOf('known'), []);
  await call(
    '/api/alerting/rule/known',
    ruleOf({ targets, auth: { secret: 'web' }, bodyJson: [{ path: '$.sent', value: 'fine' }] }),
    'PUT',
  );
  await incident('known:web', 'triggered', /\$\.sent is "Bearer \[.*\]", expected == "fine"/);

  await rm(file);
  const words = await waitFor('the run to fail', async () => {
    const { execution_status: last } = await call('/api/alerting/rule/known');
    return last.status === 'error' ? last.error.message : undefined;
  });
  assert.match(words, /^web could not be checked: /);
  assert.match(words, /secret "web"/);
  assert.deepEqual(
    (await alertsOf('known')).map(({ id, status, group }) => [id, status, group]),
    [['web', 'active', 'down']],
  );
  await forget('known');
  await incident('known:web', 'resolved');
});

for (const [name, params, words] of [
  ['no target', { targets: [] }, /params invalid: \[targets\]/],
  [
    'a pattern that is none',
    { bodyMatches: '(a' },
    /\[bodyMatches\]: not a pattern that can be used: .*missing closing/,
  ],
  [
    'a header that says who asks',
    { headers: { authorization: 'x' } },
    /\[headers\.authorization\]: .*make a secret/,
  ],
] as const) {
  test(`a rule is refused when it is saved: ${name}`, async () => {
    const answer = await own.server.call('/api/alerting/rule/refused', {
      body: {
        ...ruleOf({ targets: [{ url: tls.url }], ...params }),
        rule_type_id: 'http-check',
        consumer: 'alerts',
      },
    });
    assert.equal(answer.status, 400);
    assert.match(Object(answer.body).message, words);
  });
}
