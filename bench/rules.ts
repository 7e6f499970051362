import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { finding } from './support/finding.ts';
import { monotonic } from './support/monotonic.ts';
import { ratioOf, seriesOf } from './support/series.ts';
import { nodeSink } from './support/sink.ts';
import { type Latency, latencyOf, steadily, type TimedSink } from './support/steadily.ts';
import { connectorId, Subject } from './support/subject.ts';
import { written } from './support/written.ts';

/** Runs a minute that Kibana publishes for a whole cluster. */
const runsAMinute = 160_000;
const alertsAtOnce = 10_000;
/** Every so-manieth rule is looked at. */
const every = 41;

const history = z.object({
  items: z.array(z.object({ started_at: z.string(), duration: z.number(), active: z.int() })),
});
const accepted = z.object({ events: z.array(z.unknown()) });

const triggerOf = (severity: string) => ({
  id: connectorId,
  group: 'default',
  frequency: { summary: false, notify_when: 'onActionGroupChange', throttle: null },
  params: { eventAction: 'trigger', summary: '{{rule.name}}: {{alert.id}}', severity },
});

const ruleOf = (type: string, interval: string, params: object, severity = 'info') => ({
  name: 'Bench',
  rule_type_id: type,
  consumer: 'alerts',
  schedule: { interval },
  params,
  actions: [triggerOf(severity)],
});

async function quietRuns(subject: Subject, ruleId: string, limit: number) {
  const path = `/api/tocsin/rule/${ruleId}/history?quiet=true&limit=${limit}`;
  return history.parse(await subject.call(path)).items;
}

interface QuietRules {
  /** Runs that were done, by those that were due. */
  readonly done: number;
  /** Milliseconds by which the time between two runs of a rule was not its interval. */
  readonly off: Latency;
  /** Of a core, by the main thread. */
  readonly cores: number;
  readonly alone: Latency;
  readonly beside: Latency;
}

/** As many rules as come to the wanted runs a minute, each with an alert that goes on, and events that pass through meanwhile. */
async function manyRules(
  subject: Subject,
  sink: TimedSink,
  rules: number,
  seconds: number,
): Promise<QuietRules> {
  const url = `${subject.url}/v2/enqueue`;
  const perSecond = 200;
  const events = perSecond * seconds;
  // The first calls open connections and compile code.
  await steadily({ url, first: 1_000_000, events: 1000, perSecond }, sink);
  const alone = await steadily({ url, first: 2_000_000, events, perSecond }, sink);
  for (let n = 0; n < rules; n += 20) {
    const some = Array.from({ length: Math.min(20, rules - n) }, (_, i) => n + i);
    await Promise.all(
      some.map((id) =>
        subject.call(`/api/alerting/rule/quiet-${id}`, ruleOf('always-firing', '1s', { instances: 1 })),
      ),
    );
  }
  await subject.idle(60_000);
  await sleep(3000);
  const used = subject.used;
  const from = monotonic();
  await sleep(seconds * 1000);
  const cores = (subject.used - used) / 1000 / (monotonic() - from);
  const beside = await steadily({ url, first: 3_000_000, events, perSecond }, sink);
  // Runs without change are written down some seconds later.
  await sleep(6000);
  const gaps: number[] = [];
  for (let id = 0; id < rules; id += every) {
    const times = (await quietRuns(subject, `quiet-${id}`, seconds))
      .map((run) => Date.parse(run.started_at))
      .sort();
    for (let n = 1; n < times.length; n++) gaps.push((times[n] ?? 0) - (times[n - 1] ?? 0));
  }
  if (gaps.length === 0) throw new Error('no run was written down');
  const took = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    done: (gaps.length * 1000) / took,
    off: latencyOf(gaps.map((gap) => Math.abs(gap - 1000))),
    cores,
    alone: alone.after202,
    beside: beside.after202,
  };
}

interface ManyAlerts {
  /** Milliseconds, for all of them to be committed with their events, once by a rule and once through `_enqueue`. */
  readonly fire: number;
  readonly enqueue: number;
  /** Of events that pass through meanwhile. */
  readonly beside: Latency;
  /** Milliseconds that a run without change takes, as the history has it. */
  readonly unchanged: number;
  /** Milliseconds for a report of one of them, on disk. */
  readonly oneMore: number;
  readonly bytes: number;
}

async function manyAlerts(
  subject: Subject,
  sink: TimedSink,
  data: string,
  count: number,
): Promise<ManyAlerts> {
  const startedAt = monotonic();
  await subject.enqueue({ first: 5_000_000, events: count, perRequest: 1000, connections: 1 });
  const enqueue = monotonic() - startedAt;
  await subject.idle(60_000);
  await subject.call('/api/alerting/rule/burst', ruleOf('external', '1h', {}));
  const alerts = Array.from({ length: count }, (_, n) => ({
    id: `host-${n}`,
    summary: `Disk /var of host-${n} is full`,
    severity: 'info',
    context: { host: `host-${n}`, load: n % 100 },
  }));
  const perSecond = 200;
  const burst = async () => {
    await sleep(2000);
    const begin = monotonic();
    const { events } = accepted.parse(await subject.call('/api/tocsin/rule/burst/alerts', { alerts }));
    if (events.length !== count) throw new Error(`${events.length} of ${count} alerts became events`);
    return monotonic() - begin;
  };
  const [{ after202: beside }, fire] = await Promise.all([
    steadily({ url: `${subject.url}/v2/enqueue`, first: 6_000_000, events: perSecond * 6, perSecond }, sink),
    burst(),
  ]);
  await subject.idle(60_000);
  const again: number[] = [];
  for (let n = 0; n < 5; n++) {
    const from = monotonic();
    await subject.call('/api/tocsin/rule/burst/alerts', { alerts: alerts.slice(n, n + 1) });
    again.push(monotonic() - from);
  }
  await subject.call('/api/alerting/rule/steady', ruleOf('always-firing', '1s', { instances: count }));
  await sleep(16_000);
  const quiet = (await quietRuns(subject, 'steady', 10)).slice(0, 5);
  if (quiet.some(({ active }) => active !== count)) throw new Error('not all alerts were active');
  using database = new DatabaseSync(join(data, 'tocsin.db'), { readOnly: true });
  const row = database
    .prepare('SELECT avg(length(CAST(state AS BLOB))) AS bytes FROM rule_alert WHERE rule_id = ?')
    .get('burst');
  return {
    fire,
    enqueue,
    beside,
    unchanged: seriesOf(quiet.map(({ duration }) => duration)).median,
    oneMore: seriesOf(again).median,
    bytes: Number(row?.bytes),
  };
}

const env = { TOCSIN_ALERTING_RULES_RUN_ALERTS_MAX: '20000' };

/** What rules cost, and what delivery feels of them. */
export const rulesBench: Bench = {
  name: 'rules',
  limit: 20,
  async run(options: BenchOptions) {
    const rules = sized(Math.ceil(runsAMinute / 60), options);
    const count = sized(alertsAtOnce, options);
    const seconds = options.quick ? 5 : 20;
    const many: QuietRules[] = [];
    const burst: ManyAlerts[] = [];
    for (let round = 1; round <= options.rounds; round++) {
      await using sink = await nodeSink();
      {
        using folder = benchFolder();
        await using subject = await Subject.start({ data: join(folder.path, 'data'), paused: false, env });
        await subject.connect(sink.url);
        many.push(await manyRules(subject, sink, rules, seconds));
      }
      {
        using folder = benchFolder();
        const data = join(folder.path, 'data');
        await using subject = await Subject.start({ data, paused: false, env });
        await subject.connect(sink.url);
        burst.push(await manyAlerts(subject, sink, data, count));
      }
      const [quiet, fired] = [many.at(-1), burst.at(-1)];
      options.say(
        `round ${round} of ${options.rounds}: off by p99 ${written(quiet?.off.p99 ?? 0)} ms, ${written(quiet?.cores ?? 0)} of a core; ${count} alerts committed in ${written(fired?.fire ?? 0)} ms, a run without change ${written(fired?.unchanged ?? 0)} ms`,
      );
    }
    const of = <Each>(list: readonly Each[], which: (each: Each) => number) => seriesOf(list.map(which));
    const alone = of(many, ({ alone }) => alone.p99);
    const beside = of(many, ({ beside }) => beside.p99);
    const fire = of(burst, (each) => each.fire);
    const enqueue = of(burst, (each) => each.enqueue);
    const inMinute = (rules * 60).toLocaleString('en-US');
    return {
      setting: `${rules} rules of the type always-firing at 1 s, each with one alert that stays active, for ${seconds} s; and one rule with ${count} alerts. Beside them 200 events a second pass through the relay. ${options.rounds} rounds, sink: bare node:http. Times between two runs are those of every ${every}th rule; a run without change has the time that the history tells, in whole milliseconds`,
      findings: [
        finding(
          `${inMinute} runs a minute: done / due`,
          of(many, ({ done }) => done),
          '',
          { atLeast: 0.99 },
        ),
        finding(
          'time between two runs of a rule, off its interval by, p50',
          of(many, ({ off }) => off.p50),
          ' ms',
        ),
        finding(
          'the same, p99',
          of(many, ({ off }) => off.p99),
          ' ms',
          { below: 1000 },
        ),
        finding(
          'the same, most',
          of(many, ({ off }) => off.max),
          ' ms',
        ),
        finding(
          'main thread',
          of(many, ({ cores }) => cores),
          ' of a core',
        ),
        finding('202 to receipt without rules, p99', alone, ' ms'),
        finding('202 to receipt beside these runs, p99', beside, ' ms'),
        finding('202 to receipt beside / without, p99', ratioOf(beside, alone), ''),
        finding(`${count} alerts at once: committed with their events after`, fire, ' ms', { below: 2000 }),
        finding(`the same number of events through _enqueue, in arrays of 1,000`, enqueue, ' ms'),
        finding('alerts at once / _enqueue', ratioOf(fire, enqueue), ''),
        finding(
          '202 to receipt beside the alerts at once, p99',
          of(burst, ({ beside }) => beside.p99),
          ' ms',
        ),
        finding(
          '202 to receipt beside the alerts at once, most',
          of(burst, ({ beside }) => beside.max),
          ' ms',
        ),
        finding(
          `a run without change, ${count} alerts active`,
          of(burst, (each) => each.unchanged),
          ' ms',
          {
            below: 100,
          },
        ),
        finding(
          `a report of one alert, on disk, ${count} active`,
          of(burst, (each) => each.oneMore),
          ' ms',
        ),
        finding(
          'an alert, as kept',
          of(burst, (each) => each.bytes),
          ' bytes',
        ),
      ],
    };
  },
};
