import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandboxServer, type SandboxServer } from '../sandbox/standalone-server.ts';
import type { CommandContext } from './context.ts';
import { accountFor, exitCodeFor } from './demo/account.ts';
import { closingTable } from './demo/closing-table.ts';
import { DemoServer } from './demo/demo-server.ts';
import { Play } from './demo/play.ts';
import { story } from './demo/story.ts';
import { type Screen, Timeline } from './demo/timeline.ts';
import { TocsinClient } from './demo/tocsin-client.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';
import { untilStopped } from './until-stopped.ts';

export interface DemoFlags {
  readonly fast?: boolean;
}

/** Milliseconds between two steps of the story: to be read along, or for somebody in a hurry. */
const beats = { told: 1300, fast: 100 };
/** More than the story makes. */
const allCalls = 10_000;

/**
 * `tocsin demo`: a throw-away server and a PagerDuty to practise on go through an outage and a power cut, to be
 * watched. Ends with 0 when nothing was lost and nothing opened twice.
 */
export async function demo(context: CommandContext, { fast = false }: DemoFlags): Promise<ExitCode> {
  const stopped = untilStopped(context.env);
  const ended = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'tocsin-demo-'));
  const pagerDuty = createSandboxServer({ host: '127.0.0.1', port: 0 });
  const data = join(folder, 'data');
  const dead = Promise.withResolvers<never>();
  const server = new DemoServer({
    cwd: folder,
    data,
    env: context.env,
    onDeath: (how) => dead.reject(new CommandError(exitCodes.failed, `The server ended ${how}, unasked.`)),
  });
  const timeline = new Timeline(screenOf(context.env), () => performance.now());
  const parts = { timeline, server, pagerDuty, beat: fast ? beats.fast : beats.told, signal: ended.signal };
  const client = new TocsinClient({ ...context, env: {}, cwd: folder }, data);
  const played = play({ ...parts, client });
  try {
    const exitCode = await Promise.race([played, dead.promise, stopped.then(() => undefined)]);
    if (exitCode !== undefined) return exitCode;
    timeline.endProgress();
    context.note('Stopped. The server ends, and its folder goes with it.');
    return exitCodes.failed;
  } catch (error) {
    // A call to a server that dies fails a moment before its death is known, and says less.
    const reason: unknown = await Promise.race([dead.promise.catch((death) => death), sleep(500, error)]);
    timeline.endProgress();
    if (server.lastLines.length > 0) {
      context.note(['The last of the server’s log:', ...server.lastLines].join('\n  '));
    }
    if (!(reason instanceof CommandError)) throw reason;
    throw new CommandError(exitCodes.failed, reason.message, { cause: reason });
  } finally {
    ended.abort();
    await server.stop();
    await pagerDuty.close();
    // Whatever it was in the middle of has nothing to hold on to any more.
    await played.catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Parts {
  readonly timeline: Timeline;
  readonly server: DemoServer;
  readonly client: TocsinClient;
  readonly pagerDuty: SandboxServer;
  readonly beat: number;
  readonly signal: AbortSignal;
}

async function play({ timeline, server, client, pagerDuty, beat, signal }: Parts): Promise<ExitCode> {
  const { sandbox } = pagerDuty;
  timeline.say(
    'This is Tocsin, with a PagerDuty to practise on. Both are thrown away at the end, and nothing leaves this machine.',
    'told: what monitoring tells Tocsin. PagerDuty: what arrives there.',
  );
  timeline.progress(0, 'starting');
  const origin = await pagerDuty.listen();
  await server.start();
  await client.createConnector(`${origin}/v2/enqueue`, sandbox.addKey().key);
  timeline.tell('Tocsin', 'runs, and has a connector to PagerDuty', 'good');

  const clock = () => performance.now();
  const acted = new Play({ timeline, server, client, pagerDuty: sandbox, beat, clock, signal });
  await acted.run(story);

  const calls = sandbox.calls(allCalls);
  const incidents = sandbox.incidents({ limit: allCalls });
  const account = accountFor({ told: acted.told, log: await client.log(), calls, incidents });
  const exitCode = exitCodeFor(account);
  timeline.chapter('What became of it, by Tocsin’s delivery log and PagerDuty’s incidents');
  timeline.show(closingTable(account, calls));
  timeline.say(
    '',
    exitCode === exitCodes.ok
      ? 'Nothing was lost, and nobody was paged twice.'
      : 'That is not what Tocsin promises: please report it, with all of the above.',
    '',
    'Start it for real   npm start',
    'Read on             README.md, and docs/delivery.md for what is promised',
  );
  return exitCode;
}

function screenOf(env: CommandContext['env']): Screen {
  const { stdout } = process;
  const isTerminal = stdout.isTTY === true && env.TERM !== 'dumb';
  return {
    write: (text) => stdout.write(text),
    isTerminal,
    hasColour: isTerminal && (env.NO_COLOR ?? '') === '',
    columns: () => (isTerminal ? stdout.columns || 80 : 100),
  };
}
