import { setTimeout as sleep } from 'node:timers/promises';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import type { LoggedEvent, ToldEvent } from './account.ts';
import type { DemoServer } from './demo-server.ts';
import { describeCall } from './describe-call.ts';
import type { Alarm, Step } from './story.ts';
import type { Timeline } from './timeline.ts';
import type { TocsinClient } from './tocsin-client.ts';

/** Longer than any wait of a lane or a gate in this story. */
const patience = 60_000;

export interface PlayOptions {
  readonly timeline: Timeline;
  readonly server: DemoServer;
  readonly client: TocsinClient;
  readonly pagerDuty: Sandbox;
  /** Milliseconds between two steps, for the eye. */
  readonly beat: number;
  /** Milliseconds that never jump. */
  readonly clock: () => number;
  /** Ends the play before its end. */
  readonly signal: AbortSignal;
}

const isSettled = ({ state }: LoggedEvent) => state !== 'waiting' && state !== 'in_flight';
const inWords = { trigger: '', acknowledge: 'somebody works on it: ', resolve: 'over: ' };
const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Plays the story on a running server and a sandbox, and shows both sides of it as it happens. */
export class Play {
  readonly #options: PlayOptions;
  readonly #told: (ToldEvent & { readonly alarm: Alarm })[] = [];
  readonly #summaries = new Map<string, string>();
  /** Alarms of which it was shown that PagerDuty fails to take them; once is enough. */
  readonly #failed = new Set<string>();
  readonly #unpaged = new Set<string>();
  /** What PagerDuty saw while Tocsin's own answer was under way: it belongs behind it. */
  #held: (() => void)[] | undefined;
  #part = 0;
  #pagerDuty = 'is well';
  #isDead = false;

  constructor(options: PlayOptions) {
    this.#options = options;
  }

  /** What Tocsin has accepted, in this order. */
  get told(): readonly ToldEvent[] {
    return this.#told;
  }

  /** Throws a `CommandError` when a step does not come to its end. */
  async run(story: readonly Step[]): Promise<void> {
    const { pagerDuty, timeline } = this.#options;
    const unsubscribe = pagerDuty.subscribe((change) => {
      if (change.what !== 'call') return;
      const show = () => this.#showCall(change.id);
      if (this.#held === undefined) show();
      else this.#held.push(show);
    });
    try {
      for (const [i, step] of story.entries()) {
        this.#options.signal.throwIfAborted();
        await this.#take(step);
        this.#part = (i + 1) / story.length;
        this.#progress();
      }
    } finally {
      unsubscribe();
      timeline.endProgress();
    }
  }

  async #take(step: Step): Promise<void> {
    const { timeline, pagerDuty } = this.#options;
    switch (step.what) {
      case 'chapter':
        return timeline.chapter(step.title);
      case 'tell':
        await this.#tell(step.action, step.alarm);
        return step.andGoOn ? undefined : this.#pause();
      case 'mood':
        pagerDuty.setMood({ mood: step.mood });
        this.#pagerDuty = step.note;
        timeline.tell('PagerDuty', step.line, step.mood === 'ok' ? 'good' : 'bad');
        return this.#pause();
      case 'called':
        return this.#untilCalled(step.alarm);
      case 'count waiting': {
        const waiting = await this.#options.client.waiting();
        timeline.tell(
          'Tocsin',
          `has ${plural(waiting, 'event')} on disk that ${waiting === 1 ? 'waits' : 'wait'} for PagerDuty`,
        );
        return this.#pause();
      }
      case 'kill':
        return this.#kill();
      case 'start':
        return this.#start();
      case 'settle':
        await this.#settle();
        return this.#pause();
    }
  }

  async #tell(action: ToldEvent['action'], alarm: Alarm): Promise<void> {
    const { client, timeline } = this.#options;
    const { dedupKey, summary, severity } = alarm;
    if (action === 'trigger') this.#summaries.set(dedupKey, summary);
    const held: (() => void)[] = [];
    this.#held = held;
    const id = await client.enqueue(action, alarm);
    this.#told.push({ id, dedupKey, action, alarm });
    const name = this.#summaries.get(dedupKey) ?? dedupKey;
    timeline.tell('told', `${inWords[action]}${name}${action === 'trigger' ? ` (${severity})` : ''}`);
    this.#held = undefined;
    for (const show of held) show();
    this.#progress();
  }

  async #kill(): Promise<void> {
    const { server, timeline } = this.#options;
    await server.kill();
    this.#isDead = true;
    timeline.tell('Tocsin', 'is dead (SIGKILL, as a power cut would end it)', 'bad');
    this.#progress();
    await this.#pause();
  }

  async #start(): Promise<void> {
    const { server, timeline, clock } = this.#options;
    const from = clock();
    await server.start();
    this.#isDead = false;
    timeline.tell(
      'Tocsin',
      `runs again, ${((clock() - from) / 1000).toFixed(1)} s after it was started`,
      'good',
    );
    this.#progress();
  }

  async #untilCalled({ dedupKey, summary }: Alarm): Promise<void> {
    const { pagerDuty } = this.#options;
    const isCalled = async () => pagerDuty.calls(100).some((call) => call.dedupKey === dedupKey);
    await this.#until(isCalled, async () => `PagerDuty has not heard of “${summary}”`);
    await this.#pause();
  }

  async #settle(): Promise<void> {
    const { client, timeline, pagerDuty } = this.#options;
    await this.#until(
      // The log has a verdict once that is on disk, a moment after nothing waits any more.
      async () => (await client.waiting()) === 0 && (await client.log()).every(isSettled),
      async () => `${plural(await client.waiting(), 'event')} still waited at Tocsin`,
    );
    const last = new Map(this.#told.map((event) => [event.dedupKey, event]));
    for (const { dedupKey, action, alarm } of last.values()) {
      const isPaged = pagerDuty.incidents({ dedupKey, limit: 1 }).length > 0;
      if (isPaged || action !== 'resolve' || this.#unpaged.has(dedupKey)) continue;
      this.#unpaged.add(dedupKey);
      timeline.tell(
        'Tocsin',
        `woke nobody for “${alarm.summary}”: it was over before PagerDuty was back`,
        'good',
      );
    }
  }

  /** Waits until something is so; throws, in the words of `orElse`, when it takes too long. */
  async #until(isSo: () => Promise<boolean>, orElse: () => Promise<string>): Promise<void> {
    const { clock, signal } = this.#options;
    const deadline = clock() + patience;
    while (!(await isSo())) {
      if (clock() > deadline) {
        const message = `${await orElse()} after ${patience / 1000} s, which is too long for this story.`;
        throw new CommandError(exitCodes.failed, message);
      }
      await sleep(100, undefined, { signal });
    }
  }

  async #pause(): Promise<void> {
    await sleep(this.#options.beat, undefined, { signal: this.#options.signal });
  }

  #showCall(id: number): void {
    const { pagerDuty, timeline } = this.#options;
    const [call] = pagerDuty.calls(1, id + 1);
    if (call === undefined) return;
    const key = call.dedupKey ?? '';
    const isKnown = call.effect === 'failed' && this.#failed.has(key);
    if (call.effect === 'failed') this.#failed.add(key);
    const { text, mood } = describeCall(call, this.#summaries.get(key) ?? key);
    if (!isKnown) timeline.tell('PagerDuty', text, mood);
    this.#progress();
  }

  #progress(): void {
    const { pagerDuty, timeline } = this.#options;
    const { triggered, acknowledged } = pagerDuty.counts;
    const facts = [
      `accepted ${this.#told.length}`,
      `incidents open ${triggered + acknowledged}`,
      `PagerDuty ${this.#pagerDuty}`,
      ...(this.#isDead ? ['Tocsin is dead'] : []),
    ];
    timeline.progress(this.#part, facts.join(' · '));
  }
}
