import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ConnectorOptions } from '../../src/api/connector-options.ts';
import { Connectors, type DeleteOptions } from '../../src/connectors/connectors.ts';
import type { Execution } from '../../src/connectors/execution.ts';
import { fixedKeys } from '../../src/connectors/secrets/key-source.ts';
import { openKeyring } from '../../src/connectors/secrets/open-keyring.ts';
import { type DeliverySettings, openDelivery } from '../../src/delivery/assemble.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import type { AcceptedEvent, NewEvent } from '../../src/delivery/delivery-service.ts';
import type { Network } from '../../src/network/network.ts';
import { isPagerDutyHost } from '../../src/pagerduty/regions.ts';
import { Sandbox } from '../../src/sandbox/sandbox.ts';
import type { LoggedEventDetails } from '../../src/store/delivery-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';
import { actionOf, type TriggerMore, triggerOf } from './simulation/events-of.ts';
import { hex32, randomOf } from './simulation/random-of.ts';
import { SimulatedDisk, storeOnDisk } from './simulation/simulated-disk.ts';
import { type Connection, type Fate, type Post, SimulatedNetwork } from './simulation/simulated-network.ts';
import { SimulatedTime } from './simulation/simulated-time.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;

/** 2026-11-23, 10:00: when every world begins. */
export const worldBegins = Date.UTC(2026, 10, 23, 10);

export interface WorldOptions {
  readonly settings?: Partial<DeliverySettings>;
  /** Milliseconds from a request to its answer; 20 unless given. */
  readonly latency?: number;
  /** Calls per key in any 60 s that PagerDuty takes; `null`: as many as come. */
  readonly limit?: number | null;
  readonly seed?: number;
}

const usualSettings: DeliverySettings = {
  responseTimeout: 15 * second,
  mostPending: 1_000_000,
  maxAttempts: undefined,
  minRetryWindow: 10 * minute,
  rateLimit: 'auto',
  superseding: 'on',
  order: 'urgency',
  maxAge: 72 * hour,
  logRetention: 90 * 24 * hour,
  logMaxSize: 5 * 1024 ** 3,
  minFreeDisk: 256 * 1024 ** 2,
  paused: false,
  deleteWithOpenIncidents: 'refuse',
};

/** One life of the process, from its start to its end. */
interface Life {
  readonly store: Store;
  readonly connection: Connection;
  readonly connectors: Connectors;
  readonly delivery: Delivery;
  readonly die: () => void;
}

/** An integration key that is told apart by one character. */
export const keyOf = (letter: string) => letter.repeat(32);

/**
 * Tocsin's delivery and PagerDuty in one process and in simulated time: the real courier, the real store on disk, the
 * real connectors, and the sandbox in PagerDuty's place. What happens to requests, to the disk and to the process is
 * up to the test. The same seed tells the same story.
 */
export class SimulatedWorld {
  readonly time = new SimulatedTime(worldBegins);
  readonly disk = new SimulatedDisk();
  readonly sandbox: Sandbox;
  readonly network: SimulatedNetwork;
  /** What delivery told nobody but the log. */
  readonly problems: string[] = [];
  /** How far the wall clock of our machine is ahead; milliseconds. */
  wallClockIsAhead = 0;
  settings: DeliverySettings;
  readonly #file: string;
  readonly #random: () => number;
  #life: Life | undefined;

  constructor(folder: string, options: WorldOptions) {
    this.#file = join(folder, 'tocsin.db');
    this.#random = randomOf(options.seed ?? 1);
    this.settings = { ...usualSettings, ...options.settings };
    let uuids = 0;
    this.sandbox = new Sandbox({
      clock: () => this.time.now,
      random: this.#random,
      uuid: () => `uuid-${++uuids}`,
      ...(options.limit !== undefined && { limit: options.limit }),
    });
    this.network = new SimulatedNetwork(this.time, this.sandbox, options.latency ?? 20);
  }

  /** Simulated milliseconds since the world began. */
  get now(): number {
    return this.time.now - worldBegins;
  }

  get delivery(): Delivery {
    return this.#living().delivery;
  }

  get connectors(): Connectors {
    return this.#living().connectors;
  }

  get store(): Store['delivery'] {
    return this.#living().store.delivery;
  }

  get rules(): Store['rules'] {
    return this.#living().store.rules;
  }

  /** Starts the process, on what is on disk. `sending: false`: it accepts, and sends nothing yet. */
  async start({ sending = true } = {}): Promise<void> {
    const { time, disk, network } = this;
    const store = await openSqliteStore({ file: this.#file, now: () => time.now + this.wallClockIsAhead });
    const connection = network.connect();
    let isAlive = true;
    const seen = storeOnDisk(store, { time, disk, isAlive: () => isAlive });
    const keyring = await openKeyring(fixedKeys([new Uint8Array(32).fill(7)]), seen.meta);
    const reachable: Network = {
      isAllowed: (url) => this.isAllowed(url),
      post: connection.post,
      close: async () => {},
    };
    const connectors: Connectors = new Connectors({
      store: seen.connectors,
      keyring,
      network: reachable,
      now: () => Math.floor(time.now),
      preconfigured: () => [],
      settings: { enabledActionTypes: ['*'] },
      attempt: (call) => delivery.attemptNow(call),
      onChange: (id) => delivery.connectorChanged(id),
      beforeDelete: (id, how) => delivery.beforeDelete(id, how),
      onExecution: () => {},
    });
    const delivery: Delivery = await openDelivery({
      store: seen.delivery,
      meta: seen.meta,
      clock: (newestTime) => {
        const ahead = Math.max(time.now + this.wallClockIsAhead, newestTime) - time.now;
        const ifAlive = (what: () => void) => () => void (isAlive && what());
        return {
          now: () => time.now + ahead,
          after: (milliseconds, what) => time.after(milliseconds, ifAlive(what)),
        };
      },
      random: this.#random,
      randomKey: () => hex32(this.#random),
      network: reachable,
      connectors,
      keyring,
      settings: this.settings,
      startLimitOf: (url) => this.startLimitOf(url),
      observer: {
        accepted: () => {},
        started: () => {},
        attempted: () => {},
        settled: () => {},
        gate: () => {},
        committed: () => {},
        problem: (message) => void this.problems.push(message),
      },
    });
    const die = () => {
      isAlive = false;
    };
    this.#life = { store, connection, connectors, delivery, die };
    if (sending) await delivery.begin((await connectors.list()).map(({ id }) => id));
    await time.quiet();
  }

  /** `actions.allowedHosts`; everything unless a test says otherwise. */
  isAllowed = (_url: string): boolean => true;

  /** What `auto` begins with. */
  startLimitOf = (url: URL): number | undefined => (isPagerDutyHost(url.hostname) ? 120 : undefined);

  /** SIGTERM: what is in flight gets its five seconds. */
  async stop(): Promise<void> {
    const life = this.#living();
    let hasStopped = false;
    const abort = async () => life.connection.abort();
    const stopping = life.delivery.stop(abort).then(() => {
      hasStopped = true;
    });
    await this.time.runUntil('the process has stopped', () => hasStopped, minute);
    await stopping;
    await this.#end(life);
  }

  /** SIGKILL: answers that are under way are read by nobody, and what is not on disk never was. */
  async kill(): Promise<void> {
    await this.#end(this.#living());
  }

  async restart(how: 'stopped' | 'killed' = 'killed'): Promise<void> {
    if (how === 'stopped') await this.stop();
    else await this.kill();
    await this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#life !== undefined) await this.kill();
  }

  run(milliseconds: number): Promise<void> {
    return this.time.run(milliseconds);
  }

  runUntil(what: string, isSo: () => boolean, limit: number): Promise<number> {
    return this.time.runUntil(what, isSo, limit);
  }

  /** Lets time pass until nothing waits any more; returns how long it took. */
  drain(limit = hour): Promise<number> {
    return this.runUntil('nothing waits', () => this.delivery.status().backlog.events === 0, limit);
  }

  /** Makes a connector; `letter` is its integration key, 32 times. */
  async connector(
    id: string,
    { letter = 'a', url, options }: { letter?: string; url?: string; options?: ConnectorOptions } = {},
  ): Promise<void> {
    const change = { name: id, typeId: '.pagerduty', id, ...configOf(letter, url) };
    await this.connectors.create(change);
    if (options !== undefined) await this.connectors.setOptions(id, options);
  }

  /** Gives a connector another key or URL. */
  async edit(id: string, { letter = 'a', url }: { letter?: string; url?: string }): Promise<void> {
    await this.connectors.update(id, { name: id, ...configOf(letter, url) });
  }

  remove(id: string, how?: DeleteOptions): Promise<void> {
    return this.connectors.delete(id, how);
  }

  accept(events: readonly NewEvent[]): Promise<readonly AcceptedEvent[]> {
    return this.delivery.accept(events);
  }

  async trigger(connectorId: string, dedupKey: string, more: TriggerMore = {}): Promise<number> {
    return this.#acceptOne(triggerOf(connectorId, dedupKey, more));
  }

  async ack(connectorId: string, dedupKey: string): Promise<number> {
    return this.#acceptOne(actionOf(connectorId, 'acknowledge', dedupKey));
  }

  async resolve(connectorId: string, dedupKey: string): Promise<number> {
    return this.#acceptOne(actionOf(connectorId, 'resolve', dedupKey));
  }

  async change(connectorId: string, summary = 'deployed'): Promise<number> {
    const event = { payload: { summary, source: 'test' } };
    return this.#acceptOne({ connectorId, source: 'enqueue', notes: [], kind: 'change', event });
  }

  /** One attempt, now. Settles as time runs. */
  execute(
    connectorId: string,
    eventAction: 'trigger' | 'acknowledge' | 'resolve',
    dedupKey: string,
  ): Promise<Execution> {
    return this.connectors.execute(connectorId, { eventAction, dedupKey, summary: 'by hand' });
  }

  /** Does this to every request from now on, until the function that it returns is called. */
  script(decide: (post: Post) => Fate | undefined): () => void {
    const { scripts } = this.network;
    scripts.unshift(decide);
    return () => void scripts.splice(scripts.indexOf(decide), 1);
  }

  /** The fates of the next requests, in turn; those after them are answered. */
  next(...fates: readonly Fate[]): void {
    const left = [...fates];
    this.script(() => left.shift());
  }

  get posts(): readonly Post[] {
    return this.network.posts;
  }

  /** What PagerDuty saw, such as `TTR` (of one incident where `dedupKey` is given); C stands for a change event. */
  seen(dedupKey?: string): string {
    const arrived = this.posts.filter(
      ({ arrivedAt, status }) => arrivedAt !== undefined || status !== undefined,
    );
    const wanted = arrived.filter((post) => dedupKey === undefined || post.dedupKey === dedupKey);
    return wanted.map(({ action }) => action.slice(0, 1).toUpperCase()).join('');
  }

  /** Incidents of the sandbox, oldest first, such as `resolved triggered`. */
  shown(dedupKey?: string): string {
    const incidents = this.sandbox.incidents({ dedupKey, limit: 100_000 }).reverse();
    return incidents.map(({ status }) => status).join(' ');
  }

  async event(seq: number): Promise<LoggedEventDetails> {
    const event = await this.store.event(seq);
    if (event === undefined) throw new Error(`There is no event ${seq}.`);
    return event;
  }

  /** What became of events: `delivered`, `superseded over`, `dead expired`, `waiting`, … */
  async fates(...seqs: readonly number[]): Promise<string[]> {
    const fates: string[] = [];
    for (const seq of seqs) {
      const { state, why, reason } = await this.event(seq);
      const more = state === 'superseded' ? why : state === 'dead' ? reason : null;
      fates.push(more === null ? state : `${state} ${more}`);
    }
    return fates;
  }

  async #acceptOne(event: NewEvent): Promise<number> {
    const [accepted] = await this.accept([event]);
    if (accepted === undefined) throw new Error('Nothing was accepted.');
    return accepted.seq;
  }

  async #end(life: Life): Promise<void> {
    life.die();
    life.connection.cut();
    this.disk.release();
    await this.time.quiet();
    await life.store.close();
    this.#life = undefined;
  }

  #living(): Life {
    if (this.#life === undefined) throw new Error('The process does not run.');
    return this.#life;
  }
}

/** A world whose process runs, until the test ends. Requests of one incident that overlap fail the test. */
export async function simulatedWorld(t: TestContext, options: WorldOptions = {}): Promise<SimulatedWorld> {
  const folder = await temporaryFolder();
  const world = new SimulatedWorld(folder.path, options);
  t.after(async () => {
    await world[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    if (world.network.faults.length > 0) throw new Error(world.network.faults.join('\n'));
  });
  await world.start();
  return world;
}

function configOf(letter: string, url: string | undefined) {
  return { config: { apiUrl: url ?? null }, secrets: { routingKey: keyOf(letter) } };
}
