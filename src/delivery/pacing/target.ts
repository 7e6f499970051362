import type { ByteRange, PostedBody } from '../../network/posted-body.ts';
import { routingKeyStart } from '../../pagerduty/event.ts';
import { changeUrlOf } from '../../pagerduty/regions.ts';
import { secretStriker, worthStriking } from '../../pagerduty/strike-secrets.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { type DeliveryOrder, TargetQueue } from '../sending/target-queue.ts';
import { Gate } from './gate.ts';
import type { Host, Problem } from './host.ts';
import { type RateLimit, TargetBudget } from './target-budget.ts';

/** Calls in flight to one target (rule 8). */
const mostInFlight = 64;
const heldToClose = 1;

/** What makes a target, and what holds for it now. */
export interface TargetOptions {
  readonly id: number;
  readonly url: string;
  /** `undefined`: it was erased. */
  readonly routingKey: string | undefined;
  readonly host: Host;
  readonly table: LaneTable;
  readonly order: DeliveryOrder;
  readonly rateLimit: RateLimit;
  /** What `auto` begins with. */
  readonly startLimit: number | undefined;
}

/** Where calls go, API URL and routing key together, and all that its lanes share. */
export class Target {
  readonly id: number;
  readonly url: URL;
  /** `undefined`: where this host takes change events is not known. */
  readonly changeUrl: URL | undefined;
  readonly host: Host;
  readonly gate = new Gate(heldToClose, mostInFlight);
  readonly queue: TargetQueue;
  readonly budget: TargetBudget;
  /** What `auto` begins with: the limit that is on disk, or that of the host. */
  keptLimit: number | undefined;
  /** Off: its lanes are plain queues. */
  superseding = true;
  /** `Retry-After` of a 429. */
  restsUntil = 0;
  problem: Problem | undefined;
  /** When the gate last opened; 0 while it never has. */
  openedAt = 0;
  inFlight = 0;
  /** The courier's: it stands among those whose turn comes. */
  isReady = false;
  /** Events delivered since the start. */
  delivered = 0;
  /** Events that wait or are in flight. */
  pending = 0;
  /** Events on their way to disk, which have no lane yet. */
  entering = 0;
  /** Incidents that may be open. */
  open = 0;
  #routingKey: string | undefined;
  #strike: (text: string) => string;
  /** What every body begins with. */
  #start: ByteRange & { readonly text: string };

  constructor(options: TargetOptions) {
    this.id = options.id;
    this.url = new URL(options.url);
    const changeUrl = changeUrlOf(options.url);
    this.changeUrl = changeUrl === undefined ? undefined : new URL(changeUrl);
    this.host = options.host;
    this.queue = new TargetQueue(options.table, options.order);
    this.keptLimit = options.startLimit;
    this.budget = new TargetBudget(options.rateLimit, options.startLimit);
    this.#routingKey = options.routingKey;
    this.#strike = strikerFor(options.routingKey);
    this.#start = startOf(options.routingKey);
  }

  /** Behind a closed gate, its own or its host's, nothing gets through but probes. */
  get isClosed(): boolean {
    return this.gate.isClosed || this.host.gate.isClosed;
  }

  get routingKey(): string | undefined {
    return this.#routingKey;
  }

  /** A key that comes back, or one that is erased. */
  setRoutingKey(routingKey: string | undefined): void {
    this.#routingKey = routingKey;
    this.#strike = strikerFor(routingKey);
    this.#start = startOf(routingKey);
  }

  /** The JSON text to post, of an event without its routing key: a text, or bytes of one. */
  bodyOf(event: string | ByteRange): PostedBody {
    if (typeof event === 'string') return this.#start.text + event.slice(1);
    const { bytes, start, end } = event;
    return [this.#start, { bytes, start: start + 1, end }];
  }

  /** Takes the routing key out of what somebody else wrote (rule 16). */
  strike(text: string): string {
    return this.#strike(text);
  }
}

function strikerFor(routingKey: string | undefined): (text: string) => string {
  return secretStriker(worthStriking(routingKey === undefined ? [] : [routingKey]));
}

function startOf(routingKey = ''): ByteRange & { readonly text: string } {
  const text = routingKeyStart(routingKey);
  const bytes = Buffer.from(text);
  return { text, bytes, start: 0, end: bytes.length };
}
