import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { z } from 'zod';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { startChild } from './support/child-process.ts';
import { finding } from './support/finding.ts';
import { ratioOf, seriesOf } from './support/series.ts';
import { nodeSink } from './support/sink.ts';
import { steadily } from './support/steadily.ts';
import { Subject } from './support/subject.ts';
import { written } from './support/written.ts';

const runsAMinute = 20_000;
/** Each at one second, which is the shortest interval there is. */
const rules = Math.ceil(runsAMinute / 60);
const minute = 60;

const bareReport = z.object({ microseconds: z.number().positive() });

/** Microseconds of processor time a request, of the whole process. */
async function bare(url: string, requests: number, perSecond: number | null): Promise<number> {
  await using child = startChild('bare-gets', { url, requests, perSecond });
  return bareReport.parse(JSON.parse(await child.line())).microseconds;
}

async function askedOf(origin: string): Promise<number> {
  const { body } = await request(`${origin}/asked`);
  return Number(await body.text());
}

interface Checked {
  /** Microseconds of processor time a run, of all threads, with whatever else the server does. */
  readonly microseconds: number;
  readonly mainThread: number;
  readonly done: number;
}

async function checked(origin: string, seconds: number, params: object): Promise<Checked> {
  using folder = benchFolder();
  await using subject = await Subject.start({ data: join(folder.path, 'data'), paused: false });
  for (let n = 0; n < rules; n++) {
    await subject.call(`/api/alerting/rule/check-${n}`, {
      name: `Check ${n}`,
      rule_type_id: 'http-check',
      consumer: 'alerts',
      schedule: { interval: '1s' },
      params: { targets: [{ url: `${origin}/health` }], ...params },
      actions: [],
    });
  }
  // What makes the rules, and compiles code, is not what a run costs.
  await sleep(5000);
  const [usedBefore, mainBefore] = [subject.usedByAll, subject.used];
  const before = await askedOf(origin);
  await sleep(seconds * 1000);
  const asked = (await askedOf(origin)) - before;
  return {
    microseconds: (subject.usedByAll - usedBefore) / asked,
    mainThread: (subject.used - mainBefore) / asked,
    done: asked / (rules * seconds),
  };
}

/** What regexes fear, and 50 MB, half of the rules each, at the usual interval of a minute. */
const hostileRules = 100;
const hostilePattern = '(a+)+$';
const perSecond = 200;

/** How long after its 202 an event is at the sink, at the 99th percentile; alone, and beside rules on hostile sources. */
async function besideHostile(seconds: number): Promise<{ alone: number; beside: number }> {
  using folder = benchFolder();
  await using sink = await nodeSink();
  await using web = startChild('hostile-web', {});
  const origin = await web.line();
  await using subject = await Subject.start({ data: join(folder.path, 'data'), paused: false });
  await subject.connect(sink.url);
  const url = `${subject.url}/v2/enqueue`;
  const events = perSecond * seconds;
  await steadily({ url, first: 1_000_000, events: 1000, perSecond }, sink);
  const alone = await steadily({ url, first: 2_000_000, events, perSecond }, sink);
  for (let n = 0; n < hostileRules; n++) {
    const isLarge = n % 2 === 0;
    await subject.call(`/api/alerting/rule/hostile-${n}`, {
      name: `Hostile ${n}`,
      rule_type_id: 'http-check',
      consumer: 'alerts',
      schedule: { interval: '1m' },
      params: {
        targets: [{ url: `${origin}/${isLarge ? 'large' : 'a'}` }],
        retries: 0,
        ...(isLarge ? { bodyContains: 'needle' } : { bodyMatches: hostilePattern }),
      },
      actions: [],
    });
  }
  // Each has run once when it was made; the next minute has every one of them at its own time.
  await sleep(2000);
  const beside = await steadily({ url, first: 3_000_000, events, perSecond }, sink);
  return { alone: alone.after202.p99, beside: beside.after202.p99 };
}

const bodyParams = { bodyMatches: '"status":"up"', bodyJson: [{ path: '$.checks.database', value: 'up' }] };

/** What HTTP checks cost, beside what only asking costs. */
export const httpCheckBench: Bench = {
  name: 'http-check',
  limit: 30,
  async run(options: BenchOptions) {
    const seconds = sized(minute, options);
    const requests = rules * seconds;
    const paced: number[] = [];
    const loop: number[] = [];
    const plain: Checked[] = [];
    const withBody: Checked[] = [];
    const alone: number[] = [];
    const beside: number[] = [];
    const hostileSeconds = sized(minute, options);
    for (let round = 1; round <= options.rounds; round++) {
      await using web = startChild('web', {});
      const origin = await web.line();
      loop.push(await bare(`${origin}/health`, requests, null));
      paced.push(await bare(`${origin}/health`, requests, rules));
      plain.push(await checked(origin, seconds, {}));
      withBody.push(await checked(origin, seconds, bodyParams));
      const hostile = await besideHostile(hostileSeconds);
      alone.push(hostile.alone);
      beside.push(hostile.beside);
      const [run, body] = [plain.at(-1), withBody.at(-1)];
      options.say(
        `round ${round} of ${options.rounds}: bare ${written(loop.at(-1) ?? 0)}, at the pace ${written(paced.at(-1) ?? 0)}, a run ${written(run?.microseconds ?? 0)}, with its body ${written(body?.microseconds ?? 0)} µs; ${written(run?.done ?? 0)} of the runs done; p99 ${written(hostile.alone)} ms, beside hostile sources ${written(hostile.beside)} ms`,
      );
    }
    const inAMinute = (microseconds: readonly number[]) =>
      seriesOf(microseconds.map((each) => (each * runsAMinute) / 1e6));
    const of = (list: readonly Checked[]) => inAMinute(list.map((each) => each.microseconds));
    const pacedSeconds = inAMinute(paced);
    const loopSeconds = inAMinute(loop);
    return {
      setting: `${rules} rules of the type http-check at 1 s, one target each, a local server in a process of its own, for ${seconds} s; processor time of all threads of the process, user and system, for ${runsAMinute.toLocaleString('en-US')} runs. The bare undici loop asks the same server the same: at the same pace, each request by a timer; and ten workers, one request after the other. Then ${hostileRules} rules at 1 min, half of them with ${hostilePattern} on a megabyte of a, half with 50 MB, for ${hostileSeconds} s, beside ${perSecond} events a second through the relay. ${options.rounds} rounds`,
      findings: [
        finding('runs done / due', seriesOf(plain.map(({ done }) => done)), '', { atLeast: 0.99 }),
        finding('bare undici loop at the same pace', pacedSeconds, ' CPU s'),
        finding('bare undici loop without pause', loopSeconds, ' CPU s'),
        finding('http-check', of(plain), ' CPU s'),
        finding('of that the main thread', inAMinute(plain.map(({ mainThread }) => mainThread)), ' CPU s'),
        finding('http-check with a pattern and JSONPath', of(withBody), ' CPU s'),
        finding('http-check / bare loop at the same pace', ratioOf(of(plain), pacedSeconds), '', {
          atMost: 2,
        }),
        finding('http-check / bare loop without pause', ratioOf(of(plain), loopSeconds), ''),
        finding(
          'with a pattern and JSONPath / bare loop at the same pace',
          ratioOf(of(withBody), pacedSeconds),
          '',
        ),
        finding('202 to receipt without hostile sources, p99', seriesOf(alone), ' ms'),
        finding('202 to receipt beside hostile sources, p99', seriesOf(beside), ' ms'),
        finding('beside / without', ratioOf(seriesOf(beside), seriesOf(alone)), '', { atMost: 2 }),
      ],
    };
  },
};
