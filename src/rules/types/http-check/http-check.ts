import { setTimeout as sleep } from 'node:timers/promises';
import { type RuleType, recoveryGroup } from '../../rule-type.ts';
import { BodyThread } from './body-thread.ts';
import { executeHttpCheck } from './execute.ts';
import { type HttpCheckParams, httpCheckParams } from './params.ts';

/** Milliseconds for one body; what may be read takes less, unless a pattern is as bad as it may be. */
const bodyLimit = 2000;
const bodies = new BodyThread(bodyLimit);

const tools = {
  judgeBody: bodies.judge,
  pause: (milliseconds: number, signal: AbortSignal) => sleep(milliseconds, undefined, { signal }),
};

/** Asks web services, one alert a target. */
export const httpCheck: RuleType<HttpCheckParams> = {
  id: 'http-check',
  name: 'HTTP check',
  category: 'observability',
  producer: 'tocsin',
  groups: [
    { id: 'down', name: 'Down' },
    { id: 'degraded', name: 'Slow' },
    { id: 'certificate', name: 'Certificate ends' },
  ],
  defaultGroup: 'down',
  recoveryGroup,
  context: [
    { name: 'target', description: 'The name of the target; its URL where it has none.' },
    { name: 'url', description: 'The URL that was asked.' },
    { name: 'host', description: 'The host of the URL, without its port.' },
    { name: 'path', description: 'The path of the URL, without its query.' },
    { name: 'status', description: 'The HTTP status of the answer; empty where there was none.' },
    { name: 'latency', description: 'How long the answer took until its last byte, in milliseconds.' },
    {
      name: 'reason',
      description:
        'What is wrong, in words, such as "status 503, expected 2xx"; empty of one that is well again.',
    },
    { name: 'error', description: 'Why there was no answer; empty where there was one.' },
    { name: 'expected', description: 'What the rule expects of a target, in words.' },
    { name: 'attempts', description: 'How often it was asked in this run.' },
    { name: 'checkedAt', description: 'When the run that asked it began, as an ISO date.' },
    {
      name: 'since',
      description: 'When the trouble was found first, as an ISO date; of one that is over too.',
    },
    {
      name: 'certificateDays',
      description: 'Whole days until the certificate of the host ends; empty where there was none.',
    },
    {
      name: 'certificateUntil',
      description: 'When the certificate of the host ends, as an ISO date; empty where there was none.',
    },
  ],
  stateVariables: [],
  paramsVariables: [
    { name: 'targets', description: 'What is checked: a list, each with url and perhaps name.' },
    { name: 'method', description: 'The HTTP method.' },
    { name: 'headers', description: 'The headers that are sent, by name.' },
    { name: 'body', description: 'The body that is sent; empty: none.' },
    { name: 'auth', description: 'The secret that says who asks, by name.' },
    { name: 'status', description: 'The statuses that are expected, such as 204, "2xx" or "200-299".' },
    { name: 'bodyContains', description: 'A text that has to be in the body.' },
    { name: 'bodyMatches', description: 'A pattern that has to match somewhere in the body.' },
    {
      name: 'bodyJson',
      description: 'What has to hold of the JSON in the body: path, operator and value of each.',
    },
    { name: 'maxLatency', description: 'A target that takes longer is slow, such as "800ms".' },
    { name: 'certificateDays', description: 'So many days before its end a certificate is told of.' },
    { name: 'timeout', description: 'How long one call may take, its redirects included.' },
    {
      name: 'retries',
      description: 'How often a target is asked again in a run before it counts as down or slow.',
    },
    {
      name: 'followRedirects',
      description: 'Whether redirects are followed; otherwise they are the answer.',
    },
    { name: 'concurrency', description: 'How many targets are asked at once.' },
  ],
  params: httpCheckParams,
  defaultTexts: {
    down: { summary: '{{context.target}} is down: {{context.reason}}', severity: 'critical' },
    degraded: { summary: '{{context.target}} is slow: {{context.reason}}', severity: 'warning' },
    certificate: { summary: '{{context.target}}: {{context.reason}}', severity: 'warning' },
    recovered: { summary: '{{context.target}} is well again' },
  },
  defaultInterval: '1m',
  setsRecoveryContext: true,
  execute: (run) => executeHttpCheck(run, tools),
};
