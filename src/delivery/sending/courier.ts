import type { Outcome } from '../../network/outcome.ts';
import type { JsonRequest } from '../../network/post-json.ts';
import type { ByteRange } from '../../network/posted-body.ts';
import { judge, type Verdict } from '../../pagerduty/verdict.ts';
import type { Clock } from '../clock.ts';
import type { DeliveryObserver } from '../delivery-observer.ts';
import { type Journal, mostUnwritten } from '../journal.ts';
import { DueHeap } from '../lanes/due-heap.ts';
import type { Flight, LaneBook } from '../lanes/lane-book.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import type { Passage } from '../pacing/gate.ts';
import { gateNews } from '../pacing/gate-news.ts';
import type { Host } from '../pacing/host.ts';
import type { Target } from '../pacing/target.ts';
import type { BodyCache } from './body-cache.ts';
import { chooseLane } from './choose-lane.ts';
import type { Failures, Judged } from './failures.ts';
import type { ReadAhead } from './read-ahead.ts';

/** Calls in flight in all; beyond them every target may still have one (rule 8). */
const mostInFlight = 512;
/** Milliseconds. */
const afterDefect = 1000;
/** Whoever waits for one attempt waits so long at most for it to be written down. */
const longestWrite = 2000;

export interface CourierDependencies {
  readonly clock: Clock;
  readonly table: LaneTable;
  readonly book: LaneBook;
  readonly journal: Journal;
  readonly cache: BodyCache;
  readonly readAhead: ReadAhead;
  readonly failures: Failures;
  readonly network: {
    isAllowed(url: string): boolean;
    post(request: JsonRequest): Promise<Outcome>;
  };
  readonly targetById: (id: number) => Target | undefined;
  readonly targetsOf: (host: Host) => Iterable<Target>;
  readonly settings: {
    /** Milliseconds for one attempt. */
    readonly responseTimeout: number;
    /** Nothing is sent, whatever waits. */
    readonly paused: boolean;
  };
  readonly observer: DeliveryObserver;
  /** A target has nothing to send and nothing in flight any more. */
  readonly onIdle: (target: Target) => void;
}

/** What is known of a call under way, beside its event. */
interface Call {
  readonly flight: Flight;
  readonly startedAt: number;
  /** It went through a closed gate, so that its failure says nothing of the event. */
  readonly probe: boolean;
  /** Posted to a server at all. */
  readonly posted: boolean;
  /** How it went through the gates of its target and its host. */
  readonly targetPassage: Passage;
  readonly hostPassage: Passage;
}

/**
 * Sends what waits: the most urgent lanes that have budget, each event by one call at a time, and settles it by its
 * verdict (rules 4 to 9). It holds no events itself: those are the book's.
 */
export class Courier {
  readonly #deps: CourierDependencies;
  /** Targets that may be able to start a call, in the order of their turns, each once. */
  readonly #ready: Target[] = [];
  /** Targets that a call of somebody else keeps waiting: of their host, or of all. */
  readonly #crowded = new Set<Target>();
  readonly #wakes = new DueHeap();
  #timer: { at: number; cancel: () => void } | undefined;
  #inFlight = 0;
  #judging = 0;
  #running = false;
  #stopped = true;
  #landed: PromiseWithResolvers<void> | undefined;

  constructor(dependencies: CourierDependencies) {
    this.#deps = dependencies;
  }

  /** Calls under way, and those whose meaning is still being looked up. */
  get inFlight(): number {
    return this.#inFlight + this.#judging;
  }

  /** Lets calls begin; before it nothing is sent but what somebody waits for. */
  start(): void {
    this.#stopped = false;
  }

  /** Something has changed for this target: what may go goes now. */
  wake(target: Target): void {
    this.#addReady(target);
    this.#run();
  }

  /** The same for several of them. */
  wakeAll(targets: Iterable<Target>): void {
    for (const target of targets) this.#addReady(target);
    this.#run();
  }

  /** Tells of a trigger that came to a closed gate: such a page probes at once (rule 7). */
  noteArrival(slot: number, target: Target): void {
    const urgency = this.#deps.table.urgency(slot);
    if (target.isClosed && urgency !== 0) target.queue.noteFresh(slot, urgency);
  }

  /** Lets the target's lanes probe at once: someone has edited the connector, or settings were read anew. */
  probeNow(target: Target): void {
    const now = this.#deps.clock.now();
    target.gate.probeNow(now);
    target.host.gate.probeNow(now);
    this.#unpark(target);
    this.wake(target);
  }

  /**
   * One attempt, now, of an event that somebody waits for (rule 18): it heeds neither gate nor budget and counts in
   * both. The flight is of the book's `takeOff`.
   */
  async sendNow(flight: Flight, request: Pick<JsonRequest, 'url' | 'body' | 'signal'>) {
    const call = this.#begin(flight, true);
    const outcome = await this.#deps.network.post({
      ...request,
      deadline: this.#deps.settings.responseTimeout,
    });
    const verdict = judge(outcome, { hostname: request.url.hostname });
    await new Promise<void>((resolve) => {
      // On a full disk the caller is told all the same, a little later.
      const cancel = this.#deps.clock.after(longestWrite, resolve);
      this.#end(call, verdict, outcome, () => {
        cancel();
        resolve();
      });
    });
    return { verdict, outcome };
  }

  /** Nothing new starts from now on. */
  halt(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Nothing new starts; resolves when nothing is in flight any more, or `patience` milliseconds have passed. */
  async stop(patience: number): Promise<void> {
    this.halt();
    if (this.inFlight === 0) return;
    this.#landed = Promise.withResolvers();
    const cancel = this.#deps.clock.after(patience, () => this.#landed?.resolve());
    await this.#landed.promise;
    cancel();
  }

  #run(): void {
    if (this.#running || this.#stopped || this.#deps.settings.paused) return;
    this.#running = true;
    const ready = this.#ready;
    // Also what is added while it is walked: a target that has started a call takes its next turn at the end.
    for (let turn = 0; turn < ready.length; turn++) {
      const target = ready[turn];
      if (target === undefined) break;
      target.isReady = false;
      try {
        if (this.#startOne(target)) this.#addReady(target);
      } catch (error) {
        // A defect of ours, or a damaged row: it must not keep the others from being served.
        this.#deps.observer.problem(`what waits for target ${target.id} could not be sent`, error);
        this.#wakes.set(target.id, this.#deps.clock.now() + afterDefect);
      }
    }
    ready.length = 0;
    this.#running = false;
    this.#setTimer();
  }

  #addReady(target: Target): void {
    if (target.isReady) return;
    target.isReady = true;
    this.#ready.push(target);
  }

  /** Starts one call of a target; false when it can not now, and has seen to being woken. */
  #startOne(target: Target): boolean {
    const { clock, journal, table, cache, readAhead, failures, book } = this.#deps;
    if (journal.unwritten + this.#inFlight >= mostUnwritten) {
      this.#wakes.set(target.id, clock.now() + 1000);
      return false;
    }
    if (this.#inFlight >= mostInFlight && target.inFlight > 0) {
      this.#crowded.add(target);
      return false;
    }
    const now = clock.now();
    this.#bringBack(target, now);
    const choice = chooseLane(target, table, now, (slots) => this.#requeue(target, slots));
    if (choice.kind === 'wait') {
      if (choice.crowded) this.#crowded.add(target);
      const at = Math.min(choice.until, target.queue.dueAt);
      if (at === Number.POSITIVE_INFINITY) this.#wakes.delete(target.id);
      else this.#wakes.set(target.id, at);
      return false;
    }
    const { slot } = choice;
    const seq = table.headSeq(slot);
    const body = cache.get(seq);
    readAhead.see(target, body === undefined ? seq : undefined);
    if (body === undefined) return false;
    const flight = book.take(slot, target);
    if (failures.isPoisonous(slot, seq, target.delivered)) this.#giveUpHeld(flight);
    else this.#send(flight, body);
    // Sending has read it.
    cache.delete(seq);
    return true;
  }

  #bringBack(target: Target, now: number): void {
    for (let slot = target.queue.popDue(now); slot !== -1; slot = target.queue.popDue(now)) {
      this.#deps.book.requeue(slot, target);
    }
  }

  #requeue(target: Target, slots: readonly number[]): void {
    for (const slot of slots) this.#deps.book.requeue(slot, target);
  }

  #send(flight: Flight, body: string | ByteRange): void {
    const { target, event } = flight;
    const { network, settings } = this.#deps;
    const url = event.action === 'change' ? (target.changeUrl ?? target.url) : target.url;
    const isAllowed = network.isAllowed(url.href);
    const call = this.#begin(flight, isAllowed);
    const { hostname } = url;
    if (!isAllowed) {
      const message = `The setting xpack.actions.allowedHosts does not name ${hostname}: nothing is sent there.`;
      queueMicrotask(() => this.#end(call, judge({ kind: 'not_allowed', message }, { hostname }), undefined));
      return;
    }
    const request = { url, body: target.bodyOf(body), deadline: settings.responseTimeout };
    void network.post(request).then((outcome) => {
      this.#end(call, judge(outcome, { hostname }), outcome);
    });
  }

  #begin(flight: Flight, posted: boolean): Call {
    const { target } = flight;
    const now = this.#deps.clock.now();
    const probe = target.isClosed;
    const targetPassage = target.gate.started(now);
    const hostPassage = posted ? target.host.gate.started(now) : undefined;
    if (posted) target.budget.started(now);
    target.queue.countCall();
    target.inFlight++;
    this.#inFlight++;
    this.#deps.observer.started(flight.event.id);
    return { flight, startedAt: now, probe, posted, targetPassage, hostPassage };
  }

  #end(call: Call, verdict: Verdict, outcome: Outcome | undefined, done?: () => void): void {
    const { flight, startedAt, probe, posted } = call;
    const { target } = flight;
    const { clock, failures } = this.#deps;
    const now = clock.now();
    this.#inFlight--;
    target.inFlight--;
    this.#tellGates(call, verdict, now);
    if (posted) {
      const throttled = verdict.verdict === 'retry' && verdict.reason === 'throttled';
      target.budget.ended(now, startedAt, throttled);
      if (verdict.verdict === 'retry' && verdict.retryAfter !== undefined) {
        const until = now + verdict.retryAfter;
        if (throttled) target.restsUntil = Math.max(target.restsUntil, until);
        else target.host.restsUntil = Math.max(target.host.restsUntil, until);
      }
    }
    if (verdict.verdict === 'delivered') target.delivered++;
    this.#deps.observer.attempted(flight, verdict, outcome, now);
    const judged = failures.judge(flight, verdict, outcome, { now, startedAt, probe });
    if (judged instanceof Promise) void this.#settleLate(flight, judged, done);
    else this.#settle(flight, judged, done);
    // The next call need not wait for the disk; only the next of this lane does.
    this.#wakeCrowded();
    this.wake(target);
    if (this.inFlight === 0) this.#landed?.resolve();
  }

  /** An end of the process waits for it as for a call: what may be open hangs on it. */
  async #settleLate(flight: Flight, judged: Promise<Judged>, done: (() => void) | undefined): Promise<void> {
    this.#judging++;
    const late = await judged;
    this.#judging--;
    this.#settle(flight, late, done);
    if (this.inFlight === 0) this.#landed?.resolve();
  }

  #settle(flight: Flight, { attempt, waitUntil }: Judged, done: (() => void) | undefined): void {
    const after = (isQueued: boolean) => this.#afterwards(flight, waitUntil, isQueued, done);
    this.#deps.book.ended(flight, attempt, after, done !== undefined);
  }

  /** The verdict is on disk: the lane goes on, or waits for its time. */
  #afterwards(flight: Flight, waitUntil: number | undefined, isQueued: boolean, done?: () => void): void {
    const { slot, target } = flight;
    if (isQueued && waitUntil !== undefined) {
      target.queue.remove(slot);
      if (target.isClosed) target.queue.setAside(slot);
      else target.queue.backOff(slot, waitUntil);
    }
    done?.();
    if (target.pending === 0) this.#deps.onIdle(target);
    this.wake(target);
  }

  #giveUpHeld(flight: Flight): void {
    const now = this.#deps.clock.now();
    const attempt = this.#deps.failures.giveUpHeld(flight, now);
    this.#deps.book.ended(flight, attempt, (isQueued) => this.#afterwards(flight, undefined, isQueued));
  }

  #tellGates(call: Call, verdict: Verdict, now: number): void {
    const { target } = call.flight;
    const { host } = target;
    const hostWasClosed = host.gate.isClosed;
    const targetWasClosed = target.gate.isClosed;
    const news = gateNews(verdict);
    if (call.posted) host.gate.ended(now, news.host, call.hostPassage);
    target.gate.ended(now, news.target, call.targetPassage);
    if (verdict.verdict !== 'delivered') {
      const problem = { reason: verdict.reason, message: target.strike(verdict.message), since: now };
      if (host.gate.isClosed && news.host === 'failed')
        host.problem = { ...problem, since: host.problem?.since ?? now };
      if (target.gate.isClosed && news.target === 'failed')
        target.problem = { ...problem, since: target.problem?.since ?? now };
    }
    if (hostWasClosed !== host.gate.isClosed) this.#turned(target, 'host', host.gate.isClosed, now);
    if (targetWasClosed !== target.gate.isClosed) this.#turned(target, 'target', target.gate.isClosed, now);
  }

  #turned(target: Target, of: 'host' | 'target', closed: boolean, now: number): void {
    const gated = of === 'host' ? target.host : target;
    const behind = of === 'host' ? this.#deps.targetsOf(target.host) : [target];
    if (closed) {
      for (const each of behind) each.queue.noteUntried();
    } else {
      gated.problem = undefined;
      gated.openedAt = now;
      for (const each of behind) {
        if (each.isClosed) continue;
        this.#unpark(each);
        this.#addReady(each);
      }
    }
    this.#deps.observer.gate(target, of, closed);
  }

  /** Every lane behind an opened gate is due at once. */
  #unpark(target: Target): void {
    target.queue.forgetFresh();
    this.#requeue(target, target.queue.unpark());
  }

  #wakeCrowded(): void {
    if (this.#crowded.size === 0) return;
    for (const target of this.#crowded) this.#addReady(target);
    this.#crowded.clear();
  }

  #setTimer(): void {
    const at = this.#wakes.nextAt();
    if (this.#timer !== undefined && this.#timer.at <= at) return;
    this.#timer?.cancel();
    this.#timer = undefined;
    if (at === Number.POSITIVE_INFINITY || this.#stopped) return;
    const cancel = this.#deps.clock.after(Math.max(0, at - this.#deps.clock.now()), () => {
      this.#timer = undefined;
      this.#onTime();
    });
    this.#timer = { at, cancel };
  }

  #onTime(): void {
    const now = this.#deps.clock.now();
    for (let id = this.#wakes.popDue(now); id !== -1; id = this.#wakes.popDue(now)) {
      const target = this.#deps.targetById(id);
      if (target !== undefined) this.#addReady(target);
    }
    this.#run();
  }
}
