import type { z } from 'zod';
import type { eventChange, gateChange, manyChanges, ruleChanges } from '../api/delivery-status.ts';
import type { DeliveryChange } from '../delivery/delivery-service.ts';

/** More changes at once are told by their number. */
export const mostTold = 500;
/** Rules of one message that are named. */
export const mostRulesNamed = 50;

type EventChange = Extract<DeliveryChange, { what: 'event' }>;

const message = (name: 'event' | 'gate' | 'many' | 'rule', data: unknown) =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

function eventMessage({ seq, state, reason }: EventChange): string {
  const data: z.input<typeof eventChange> = {
    id: String(seq),
    state,
    ...(reason !== undefined && { reason }),
  };
  return message('event', data);
}

/** What has changed in a while, in bounded memory, however much it is. */
export class ChangeBatch {
  /** The first ones; all of them as long as there are not too many. */
  readonly #events: EventChange[] = [];
  #total = 0;
  readonly #byState = new Map<string, number>();
  /** The last that happened to each. */
  readonly #gates = new Map<string, boolean>();

  /** Of a few, which. */
  readonly #rules = new Set<string>();
  /** Changes of rules beyond those. */
  #moreRules = 0;

  get isEmpty(): boolean {
    return this.#total === 0 && this.#gates.size === 0 && this.#rules.size === 0;
  }

  add(change: DeliveryChange): void {
    if (change.what === 'gate') {
      this.#gates.set(change.host, change.closed);
      return;
    }
    if (this.#total < mostTold) this.#events.push(change);
    this.#count(change.state, 1);
  }

  addRule(id: string): void {
    if (this.#rules.has(id)) return;
    if (this.#rules.size < mostRulesNamed) this.#rules.add(id);
    else this.#moreRules++;
  }

  /** Adds the changes of another batch, those of events by their number alone. */
  absorb(other: ChangeBatch): void {
    for (const id of other.#rules) this.addRule(id);
    this.#moreRules += other.#moreRules;
    for (const [state, count] of other.#byState) this.#count(state, count);
    for (const [host, closed] of other.#gates) this.#gates.set(host, closed);
  }

  /** As messages of an event stream. */
  toText(): string {
    const gates = [...this.#gates].map(([host, closed]) => {
      const data: z.input<typeof gateChange> = { host, closed };
      return message('gate', data);
    });
    return [...this.#eventMessages(), ...gates, ...this.#ruleMessages()].join('');
  }

  #ruleMessages(): string[] {
    if (this.#rules.size === 0) return [];
    const data: z.input<typeof ruleChanges> = {
      ids: [...this.#rules],
      ...(this.#moreRules > 0 && { more: this.#moreRules }),
    };
    return [message('rule', data)];
  }

  #eventMessages(): string[] {
    if (this.#events.length === this.#total) return this.#events.map(eventMessage);
    const data: z.input<typeof manyChanges> = {
      changes: this.#total,
      by_state: Object.fromEntries(this.#byState),
    };
    return [message('many', data)];
  }

  #count(state: string, count: number): void {
    this.#total += count;
    this.#byState.set(state, (this.#byState.get(state) ?? 0) + count);
  }
}
