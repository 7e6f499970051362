import { createHmac } from 'node:crypto';
import type { ConnectorOptions } from '../../api/connector-options.ts';
import type { Connectors } from '../../connectors/connectors.ts';
import type { Keyring } from '../../connectors/secrets/keyring.ts';
import { openTargetKey, sealTargetKey } from '../../connectors/secrets/target-secrets.ts';
import { enqueueUrlOf, validateConfig, validateSecrets } from '../../connectors/validate-connector.ts';
import { changeEventFault } from '../../pagerduty/change-event.ts';
import { changeUrlOf } from '../../pagerduty/regions.ts';
import { Refusal } from '../../refusal.ts';
import type { DeliveryStore, TargetRow } from '../../store/delivery-store.ts';
import type { DeliveryConnector } from '../delivery-service.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import type { DeliveryOrder } from '../sending/target-queue.ts';
import { Host } from './host.ts';
import { lowestRateLimit } from './lowest-rate-limit.ts';
import { Target } from './target.ts';
import type { RateLimit } from './target-budget.ts';

/** A connector with the target that its calls go to now. */
export interface ResolvedConnector extends DeliveryConnector {
  readonly target: Target;
}

export interface TargetsDependencies {
  readonly store: Pick<
    DeliveryStore,
    'targets' | 'addTarget' | 'setTarget' | 'useTarget' | 'forgetTargets' | 'forgetConnector'
  >;
  readonly connectors: Pick<Connectors, 'usable' | 'requireEnabled'>;
  readonly keyring: Keyring;
  readonly table: LaneTable;
  /** Keys the hash by which a target is known. */
  readonly hashKey: string;
  readonly settings: {
    readonly rateLimit: RateLimit;
    readonly superseding: 'on' | 'off';
    readonly order: DeliveryOrder;
  };
  /** What `auto` begins with for a URL, where nothing was learned. */
  readonly startLimitOf: (url: URL) => number | undefined;
  /** Something went wrong in the background: a sentence for the log. */
  readonly onProblem: (message: string, error: unknown) => void;
}

/** Where the calls of every connector go, went, and may still have to go (rules 11 and 19). */
export class Targets {
  readonly #deps: TargetsDependencies;
  readonly #targets = new Map<number, Target>();
  readonly #hashes = new Map<string, number>();
  readonly #hashOf = new Map<number, string>();
  readonly #hosts = new Map<string, { host: Host; targets: Set<Target> }>();
  /** Present and former targets of each connector. */
  readonly #used = new Map<string, { current: number | undefined; all: Set<number> }>();
  readonly #resolved = new Map<string, ResolvedConnector>();
  readonly #resolving = new Map<string, Promise<ResolvedConnector>>();
  /** What each connector last said of its target; it holds while the connector is read anew. */
  readonly #options = new Map<string, ConnectorOptions>();
  /** The connectors that use a target now. */
  readonly #users = new Map<number, Set<string>>();
  /** How often a connector was changed: what was read before a change is not kept after it. */
  readonly #changes = new Map<string, number>();

  constructor(dependencies: TargetsDependencies) {
    this.#deps = dependencies;
  }

  /** Reads them from disk. A key that can not be opened is as good as erased, and told. */
  async load(): Promise<void> {
    const { targets, connectors } = await this.#deps.store.targets();
    for (const row of targets) this.#add(row, await this.#openKey(row));
    for (const { connectorId, targetId, current } of connectors) {
      this.#usedBy(connectorId).all.add(targetId);
      if (!current) continue;
      this.#setCurrent(connectorId, targetId);
      await this.#readOptions(connectorId);
    }
    for (const target of this.#targets.values()) this.#applyOptions(target);
  }

  /** Sending begins: what `auto` begins with is asked anew, for our own server listens only now. */
  begin(): void {
    for (const target of this.#targets.values()) {
      if (target.keptLimit !== undefined) continue;
      target.keptLimit = this.#deps.startLimitOf(target.url);
      if (target.keptLimit !== undefined) target.budget.beginWith(target.keptLimit);
    }
  }

  byId(id: number): Target | undefined {
    return this.#targets.get(id);
  }

  all(): Iterable<Target> {
    return this.#targets.values();
  }

  ofHost(host: Host): Iterable<Target> {
    return this.#hosts.get(host.name)?.targets ?? [];
  }

  /** The connectors that use a target now. */
  usersOf(target: Target): string[] {
    return [...(this.#users.get(target.id) ?? [])];
  }

  /** The connectors that have used a target and use another one now. */
  formerUsersOf(target: Target): string[] {
    const former = [...this.#used].filter(
      ([, used]) => used.all.has(target.id) && used.current !== target.id,
    );
    return former.map(([id]) => id);
  }

  /** The targets that a connector uses or has used, the present one first. */
  ofConnector(id: string): Target[] {
    const used = this.#used.get(id);
    if (used === undefined) return [];
    if (used.all.size === 1 && used.current !== undefined) {
      const only = this.#targets.get(used.current);
      return only === undefined ? [] : [only];
    }
    const ids = [...used.all].sort((a, b) => Number(b === used.current) - Number(a === used.current));
    return ids.map((each) => this.#targets.get(each)).filter((target) => target !== undefined);
  }

  /** The connector as it was last resolved, when that is still true. */
  known(id: string): ResolvedConnector | undefined {
    return this.#resolved.get(id);
  }

  /**
   * The connector and its target. Throws a `Refusal` in the words of `_execute`: `not_found`, `forbidden`, `invalid`.
   */
  async resolve(id: string): Promise<ResolvedConnector> {
    const known = this.#resolved.get(id);
    if (known !== undefined) return known;
    let resolving = this.#resolving.get(id);
    if (resolving === undefined) {
      resolving = this.#resolveAnew(id).finally(() => this.#resolving.delete(id));
      this.#resolving.set(id, resolving);
    }
    return resolving;
  }

  /** Forgets what was known of a connector, after it was changed. Returns the target that it used until now. */
  invalidate(id: string): Target | undefined {
    this.#resolved.delete(id);
    this.#resolving.delete(id);
    this.#changes.set(id, (this.#changes.get(id) ?? 0) + 1);
    const current = this.#used.get(id)?.current;
    return current === undefined ? undefined : this.#targets.get(current);
  }

  /** The connectors that use a target now. */
  currentConnectors(): string[] {
    return [...this.#used].filter(([, { current }]) => current !== undefined).map(([id]) => id);
  }

  /**
   * The connector uses no target from now on. Where it has sent stays known, so that one that comes back closes there
   * what it opened.
   */
  release(id: string): void {
    const before = this.invalidate(id);
    this.#setCurrent(id, undefined);
    this.#options.delete(id);
    if (before !== undefined) this.#applyOptions(before);
  }

  /** What the settings say of limits and superseding holds from now on. */
  settingsChanged(): void {
    for (const target of this.#targets.values()) this.#applyOptions(target);
  }

  /** The connector is gone. */
  async forgetConnector(id: string): Promise<void> {
    const targets = this.ofConnector(id);
    this.invalidate(id);
    this.#setCurrent(id, undefined);
    this.#used.delete(id);
    this.#options.delete(id);
    await this.#deps.store.forgetConnector(id);
    for (const target of targets) {
      this.#applyOptions(target);
      this.eraseIfDone(target);
    }
  }

  /** A key is erased when no connector uses its target, nothing waits and nothing may be open there (rule 19). */
  eraseIfDone(target: Target): void {
    if (target.routingKey === undefined || !this.#isDone(target)) return;
    target.setRoutingKey(undefined);
    this.#keep(target, { key: null });
  }

  /** Forgets targets whose keys may be erased, as soon as what they have called does not count any more (rule 8). */
  forgetDone(now: number): void {
    const ids: number[] = [];
    for (const target of this.#targets.values()) {
      const { host, budget } = target;
      const rests = Math.max(target.restsUntil, host.restsUntil, budget.restsUntil(now) ?? 0);
      if (!this.#isDone(target) || rests > now || budget.callsLastMinute(now) > 0) continue;
      this.#forget(target);
      ids.push(target.id);
    }
    if (ids.length === 0) return;
    this.#deps.store.forgetTargets(ids).catch((error: unknown) => {
      this.#deps.onProblem(`targets that nobody uses (${ids.join(', ')}) could not be forgotten`, error);
    });
  }

  /** Keeps what `auto` has learned over a restart. */
  keepLimit(target: Target): void {
    const { learned } = target.budget;
    if (learned === target.keptLimit || learned === undefined) return;
    target.keptLimit = learned;
    this.#keep(target, { learnedLimit: learned });
  }

  async #resolveAnew(id: string): Promise<ResolvedConnector> {
    const { connectors, store, keyring } = this.#deps;
    const changes = this.#changes.get(id);
    const connector = await connectors.usable(id);
    connectors.requireEnabled(connector);
    if (connector.secrets === undefined) {
      throw new Refusal(
        'invalid',
        `Unable to execute action because no secrets are defined for the "${connector.name}" connector.`,
      );
    }
    // Whether the host is allowed is asked at each call: an event may wait until it is.
    const config = validateConfig(connector.config, () => true);
    const { routingKey } = validateSecrets(connector.secrets, config).secrets;
    const url = new URL(enqueueUrlOf(config)).href;
    const target = await this.#targetFor(url, routingKey);
    const isForgotten = this.#targets.get(target.id) !== target;
    if (this.#changes.get(id) !== changes || isForgotten) return this.#resolveAnew(id);
    const before = this.#targets.get(this.#used.get(id)?.current ?? -1);
    if (before !== target) {
      this.#setCurrent(id, target.id);
      await store.useTarget(id, target.id);
    }
    if (target.routingKey === undefined) {
      target.setRoutingKey(routingKey);
      await store.setTarget(target.id, {
        key: await sealTargetKey(keyring, this.#hash(url, routingKey), routingKey),
      });
    }
    const resolved: ResolvedConnector = {
      id,
      name: connector.name,
      options: connector.options,
      defaultSource: `Tocsin connector ${id}`,
      changeEventFault: changeEventFault(routingKey) ?? changeUrlFault(url),
      targetId: target.id,
      target,
    };
    if (this.#changes.get(id) === changes) this.#resolved.set(id, resolved);
    this.#options.set(id, connector.options);
    this.#applyOptions(target);
    if (before !== undefined && before !== target) this.#applyOptions(before);
    return resolved;
  }

  async #targetFor(url: string, routingKey: string): Promise<Target> {
    const hash = this.#hash(url, routingKey);
    const known = this.#targets.get(this.#hashes.get(hash.toString('hex')) ?? -1);
    if (known !== undefined) return known;
    const key = await sealTargetKey(this.#deps.keyring, hash, routingKey);
    const id = await this.#deps.store.addTarget({ hash, url, key });
    return this.#targets.get(id) ?? this.#add({ id, hash, url, key, learnedLimit: null }, routingKey);
  }

  /** By the keyed hash alone nobody finds out the key, and the same key is the same target again. */
  #hash(url: string, routingKey: string): Buffer {
    return createHmac('sha256', this.#deps.hashKey).update(`${url}\n${routingKey}`).digest();
  }

  #add(row: TargetRow, routingKey: string | undefined): Target {
    const { table, settings } = this.#deps;
    const url = new URL(row.url);
    const at = this.#hosts.get(url.host) ?? { host: new Host(url.host), targets: new Set() };
    this.#hosts.set(url.host, at);
    const target = new Target({
      id: row.id,
      url: row.url,
      routingKey,
      host: at.host,
      table,
      order: settings.order,
      rateLimit: settings.rateLimit,
      startLimit: row.learnedLimit ?? this.#deps.startLimitOf(url),
    });
    at.targets.add(target);
    this.#targets.set(row.id, target);
    const hash = Buffer.from(row.hash).toString('hex');
    this.#hashes.set(hash, row.id);
    this.#hashOf.set(row.id, hash);
    return target;
  }

  /** No connector uses it, nothing waits or is in flight, and nothing may be open there. */
  #isDone(target: Target): boolean {
    const isUsed = (this.#users.get(target.id)?.size ?? 0) > 0;
    return !isUsed && target.pending + target.entering + target.open === 0;
  }

  #forget(target: Target): void {
    const { id, host } = target;
    this.#targets.delete(id);
    this.#users.delete(id);
    this.#hashes.delete(this.#hashOf.get(id) ?? '');
    this.#hashOf.delete(id);
    for (const used of this.#used.values()) used.all.delete(id);
    const at = this.#hosts.get(host.name);
    at?.targets.delete(target);
    if (at?.targets.size === 0) this.#hosts.delete(host.name);
  }

  async #openKey({ id, hash, key, url }: TargetRow): Promise<string | undefined> {
    if (key === null) return undefined;
    try {
      return await openTargetKey(this.#deps.keyring, hash, key);
    } catch (error) {
      this.#deps.onProblem(
        `the integration key of target ${id} (${new URL(url).host}) can not be opened`,
        error,
      );
      return undefined;
    }
  }

  /** Options of several connectors with one target: the lowest limit counts, and one that is off is off for all. */
  #applyOptions(target: Target): void {
    const { rateLimit, superseding } = this.#deps.settings;
    const users = this.usersOf(target).map((id) => this.#options.get(id) ?? {});
    const limits = users.map((options) => options.rateLimit ?? rateLimit);
    target.budget.setRateLimit(lowestRateLimit(limits, rateLimit), target.keptLimit);
    const isOff = users.some((options) => (options.superseding ?? superseding) === 'off');
    target.superseding = !(isOff || (users.length === 0 && superseding === 'off'));
  }

  /** Lanes are read back right after this, and whether a newer event takes an older one's place hangs on it. */
  async #readOptions(connectorId: string): Promise<void> {
    try {
      this.#options.set(connectorId, (await this.#deps.connectors.usable(connectorId)).options);
    } catch (error) {
      // It is gone, or can not be used now; whoever uses it is told.
      if (!(error instanceof Refusal)) throw error;
    }
  }

  #usedBy(connectorId: string) {
    const used = this.#used.get(connectorId) ?? { current: undefined, all: new Set<number>() };
    this.#used.set(connectorId, used);
    return used;
  }

  #setCurrent(connectorId: string, targetId: number | undefined): void {
    const used = this.#usedBy(connectorId);
    if (used.current !== undefined) this.#users.get(used.current)?.delete(connectorId);
    used.current = targetId;
    if (targetId === undefined) return;
    used.all.add(targetId);
    const users = this.#users.get(targetId) ?? new Set();
    this.#users.set(targetId, users.add(connectorId));
  }

  #keep(target: Target, change: Parameters<DeliveryStore['setTarget']>[1]): void {
    this.#deps.store
      .setTarget(target.id, change)
      .catch((error: unknown) => this.#deps.onProblem(`target ${target.id} could not be written`, error));
  }
}

function changeUrlFault(url: string): string | undefined {
  return changeUrlOf(url) === undefined
    ? `Where ${new URL(url).host} takes change events is not known: the path of the API URL does not end in /enqueue.`
    : undefined;
}
