import type { DeliverySettings } from '../src/delivery/assemble.ts';
import { hour, SimulatedWorld } from '../test/support/simulated-world.ts';
import { type Bench, type BenchOptions, sized } from './support/bench.ts';
import { benchFolder } from './support/bench-folder.ts';
import { type Finding, finding, type Goal } from './support/finding.ts';
import { plainQueue } from './support/plain-queue.ts';
import { seriesOf } from './support/series.ts';
import { type StormAccount, type StormCall, stormAccount } from './support/storm-account.ts';
import { eventOfTold, stormStory, type Told } from './support/storm-story.ts';
import { written } from './support/written.ts';

/** Callers are heard so often; what came in between is handed over together. */
const tick = 25;
/** Not PagerDuty's own: delivery has to find out by a 429 how many calls it may make. */
const unknownHost = 'https://events.example.org/v2/enqueue';

interface Storm {
  readonly incidents: number;
  readonly seed: number;
  readonly settings: Partial<DeliverySettings>;
  /** Where the calls go; absent: PagerDuty's own host, whose limit is known. */
  readonly url?: string;
}

/** Tells the story, each event at its time, and gives what was told with the times of acceptance. */
async function tell(world: SimulatedWorld, story: readonly Told[]): Promise<Told[]> {
  const accepted: Told[] = [];
  for (let next = 0; next < story.length; ) {
    await world.run(tick);
    const due: Told[] = [];
    for (let told = story[next]; told !== undefined && told.at <= world.now; told = story[++next]) {
      due.push(told);
    }
    if (due.length === 0) continue;
    let isDone = false;
    const accepting = world.accept(due.map((told) => eventOfTold(told, 'storm'))).then(() => {
      for (const told of due) accepted.push({ ...told, at: world.now });
      isDone = true;
    });
    await world.runUntil('the events are on disk', () => isDone, 1000);
    await accepting;
  }
  return accepted;
}

function callsOf(world: SimulatedWorld): StormCall[] {
  const calls: StormCall[] = [];
  for (const { at, endedAt = at, dedupKey = '', action, status = 0 } of world.posts) {
    calls.push({ at, endedAt, dedupKey, action, status });
  }
  return calls;
}

/** The real courier, store on disk and sandbox with its limit of 120, in simulated time. */
async function storm({ incidents, seed, settings, url }: Storm): Promise<StormAccount> {
  using folder = benchFolder();
  await using world = new SimulatedWorld(folder.path, { settings, seed });
  await world.start();
  await world.connector('storm', { ...(url !== undefined && { url }) });
  const told = await tell(world, stormStory(incidents, seed));
  await world.drain(6 * hour);
  if (world.network.faults.length > 0) throw new Error(world.network.faults.join('\n'));
  return stormAccount(told, callsOf(world));
}

function tellOf(name: string, account: StormAccount): string {
  const { calls, throttled, overtaken, lastCritical, criticalWait, callsPerChange, wrong, lasted } = account;
  const last =
    lastCritical === undefined ? 'no 429' : `last critical ${written(lastCritical)} s after the first`;
  return `${name}: ${calls} calls, ${throttled} × 429, ${last}, overtaken ${overtaken}, critical waited up to ${written(criticalWait.longest)} s, ${callsPerChange.toFixed(3)} calls per change, ${wrong} wrong, ${written(lasted / 60)} minutes`;
}

/** A line of the table: the worst of all rounds is what counts. */
function worst(
  what: string,
  accounts: readonly StormAccount[],
  of: (account: StormAccount) => number | undefined,
  unit = '',
  goal?: Goal,
): Finding {
  const series = seriesOf(accounts.map(of).filter((value) => value !== undefined));
  return finding(what, { ...series, median: series.highest }, unit, goal);
}

/** `after429`: the limit was learned by a 429, so that there is a first one to count from. */
function findingsOf(
  name: string,
  accounts: readonly StormAccount[],
  { hasGoals, after429 }: { hasGoals: boolean; after429: boolean },
): Finding[] {
  const goal = (atMost: number) => (hasGoals ? { atMost } : undefined);
  const lines: Finding[] = [
    worst(
      'less urgent triggers sent while a critical one waited',
      accounts,
      ({ overtaken }) => overtaken,
      '',
      goal(0),
    ),
    ...(after429
      ? [
          worst(
            'first 429 to the last critical',
            accounts,
            ({ lastCritical }) => lastCritical,
            ' s',
            goal(120),
          ),
        ]
      : []),
    worst('a critical one waited', accounts, ({ criticalWait }) => criticalWait.longest, ' s'),
    worst('calls per needed change', accounts, ({ callsPerChange }) => callsPerChange, '', goal(1.05)),
    worst('wrong final states', accounts, ({ wrong }) => wrong, '', goal(0)),
    worst('opened twice', accounts, ({ openedTwice }) => openedTwice, '', goal(0)),
    worst('over before anybody was paged', accounts, ({ spared }) => spared),
    worst('429s', accounts, ({ throttled }) => throttled),
    worst('calls', accounts, ({ calls }) => calls),
    worst('all told after', accounts, ({ lasted }) => lasted / 60, ' min'),
  ];
  return lines.map((line) => ({ ...line, what: `${name}: ${line.what}` }));
}

/** A storm of incidents on one key, most urgent first, beside first in, first out. */
export const stormBench: Bench = {
  name: 'storm',
  limit: 30,
  async run(options: BenchOptions) {
    const incidents = sized(10_000, options);
    const urgent: StormAccount[] = [];
    const known: StormAccount[] = [];
    const fifo: StormAccount[] = [];
    const plain: StormAccount[] = [];
    for (let seed = 1; seed <= options.rounds; seed++) {
      const story = stormStory(incidents, seed);
      const computed = stormAccount(story, plainQueue(story));
      plain.push(computed);
      options.say(`round ${seed} of ${options.rounds}, ${tellOf('a plain queue, computed', computed)}`);
      for (const [name, accounts, more] of [
        ['most urgent first', urgent, { settings: {}, url: unknownHost }],
        ['limit known', known, { settings: {} }],
        ['order: fifo', fifo, { settings: { order: 'fifo' }, url: unknownHost }],
      ] as const) {
        const account = await storm({ incidents, seed, ...more });
        accounts.push(account);
        options.say(`round ${seed} of ${options.rounds}, ${tellOf(name, account)}`);
      }
    }
    return {
      setting: `${incidents} incidents on one key within a minute, 1 % critical, 40 % over within two minutes; PagerDuty takes 120 calls in any 60 s. The real courier, store on disk and sandbox in one process, in simulated time, 20 ms a call; ${options.rounds} stories, the worst is shown. "Limit known": the same on PagerDuty's own host; otherwise delivery has to learn it by a 429. With order: fifo the tenth reserved for critical ones still is theirs; a plain queue reserves and supersedes nothing`,
      findings: [
        ...findingsOf('most urgent first', urgent, { hasGoals: true, after429: true }),
        ...findingsOf('limit known', known, { hasGoals: true, after429: false }),
        ...findingsOf('order: fifo', fifo, { hasGoals: false, after429: true }),
        ...findingsOf('a plain queue, computed', plain, { hasGoals: false, after429: false }),
      ],
    };
  },
};
