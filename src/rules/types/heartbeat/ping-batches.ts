import type { Push } from '../../rule-runs.ts';
import { applyPings } from './apply-pings.ts';
import type { Ping } from './ping.ts';

export interface PingBatchesOptions {
  readonly typeId: string;
  /** As `RuleRuns.push`: settles when what was told is on disk. */
  readonly push: (ruleId: string, told: Push) => Promise<unknown>;
}

interface Batch {
  readonly pings: Ping[];
  /** Settles when they are on disk: with those that there was no room for. */
  readonly kept: Promise<ReadonlySet<Ping>>;
}

/**
 * Has calls noted by their rule, and those that wait for the disk at the same time in one commit: a storm of calls
 * costs as many commits as the disk does one after the other. A failure is always noted by itself, or a success that
 * follows it at once would hide it.
 */
export class PingBatches {
  readonly #options: PingBatchesOptions;
  /** The batch of each rule that calls may still join. */
  readonly #open = new Map<string, Batch>();

  constructor(options: PingBatchesOptions) {
    this.#options = options;
  }

  /** Settles when the call is on disk: `full`, when the rule has no room for another source. */
  async note(ruleId: string, ping: Ping): Promise<'noted' | 'full'> {
    const open = this.#open.get(ruleId);
    const joins = open !== undefined && ping.kind !== 'failure';
    const batch = joins ? open : this.#begin(ruleId, ping);
    if (joins) batch.pings.push(ping);
    return (await batch.kept).has(ping) ? 'full' : 'noted';
  }

  #begin(ruleId: string, first: Ping): Batch {
    const { typeId, push } = this.#options;
    const pings = [first];
    const full = new Set<Ping>();
    const close = () => {
      if (this.#open.get(ruleId)?.pings === pings) this.#open.delete(ruleId);
    };
    const keep = async () => {
      try {
        await push(ruleId, {
          typeId,
          what: 'calls',
          apply: ({ state: before }) => {
            // What comes from now on is of the next commit.
            close();
            const { state, refused } = applyPings(before, pings);
            for (const ping of refused) full.add(ping);
            // However many are missing, nobody is kept from saying that all is well.
            return { state, alerts: 0 };
          },
        });
      } finally {
        close();
      }
      return full;
    };
    // Not at once: it may be judged before it is known that others may join.
    const batch: Batch = { pings, kept: Promise.resolve().then(keep) };
    if (first.kind === 'failure') this.#open.delete(ruleId);
    else this.#open.set(ruleId, batch);
    return batch;
  }
}
