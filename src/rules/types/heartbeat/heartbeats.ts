import { Refusal } from '../../../refusal.ts';
import type { Rule } from '../../rule.ts';
import type { RuleRuns } from '../../rule-runs.ts';
import type { Rules } from '../../rules.ts';
import { heartbeat } from './heartbeat.ts';
import { HeartbeatState } from './heartbeat-state.ts';
import type { HeartbeatTokens } from './heartbeat-tokens.ts';
import { listSources, type SourceStatus } from './list-sources.ts';
import { heartbeatParams } from './params.ts';
import type { Ping } from './ping.ts';
import { PingBatches } from './ping-batches.ts';
import type { PingLimits } from './ping-limits.ts';
import { mostSources } from './source-name.ts';

export interface HeartbeatsDependencies {
  readonly rules: Pick<Rules, 'find' | 'get' | 'exclusively'>;
  readonly runs: Pick<RuleRuns, 'push' | 'stateOf'>;
  readonly tokens: HeartbeatTokens;
  readonly limits: PingLimits;
}

const unknownToken = () => new Refusal('not_found', 'There is no such heartbeat.');

/** The calls of jobs: whose they are, whether they may be taken, and having them noted. */
export class Heartbeats {
  readonly #deps: HeartbeatsDependencies;
  readonly #batches: PingBatches;

  constructor(dependencies: HeartbeatsDependencies) {
    this.#deps = dependencies;
    const { runs } = dependencies;
    this.#batches = new PingBatches({ typeId: heartbeat.id, push: (id, told) => runs.push(id, told) });
  }

  /** The rule that has this token; throws a `Refusal` that says no more than that nobody has it. */
  mustKnow(token: string): Rule {
    const { tokens, rules } = this.#deps;
    const owner = tokens.ownerOf(token);
    const rule = owner === undefined ? undefined : rules.find(owner.id);
    if (rule === undefined || rule.createdAt !== owner?.createdAt) throw unknownToken();
    return rule;
  }

  /**
   * Answers when the call is on disk; `disabled`: the rule is, and nothing was noted.
   *
   * @throws `Refusal`: nobody has this token, there were too many calls, the rule has no room for another source, or
   * nothing can be kept now.
   */
  async hear(token: string, ping: Ping): Promise<'noted' | 'disabled'> {
    const rule = this.mustKnow(token);
    const retryAfter = this.#deps.limits.take(rule.id, ping.source);
    if (retryAfter !== undefined) {
      throw new Refusal(
        'too_many',
        `Too many calls: a source may call ten times a second, and all sources of a rule a hundred times. Try again in ${retryAfter} seconds.`,
        { retryAfter },
      );
    }
    if (!rule.enabled) return 'disabled';
    try {
      if ((await this.#batches.note(rule.id, ping)) === 'noted') return 'noted';
    } catch (error) {
      // Disabled or deleted meanwhile.
      if (error instanceof Refusal && error.code === 'conflict') return 'disabled';
      if (error instanceof Refusal && error.code === 'not_found') throw unknownToken();
      throw error;
    }
    throw new Refusal(
      'conflict',
      `The rule knows ${mostSources} sources, and takes no calls of others: have those forgotten that are gone.`,
    );
  }

  /** The token of a rule and the sources that it knows. */
  async of(ruleId: string): Promise<{ readonly token: string; readonly sources: readonly SourceStatus[] }> {
    return this.#held(ruleId, async (rule) => ({
      token: await this.#deps.tokens.of(rule),
      sources: await this.#sourcesOf(rule),
    }));
  }

  /** Makes another token; the one before it is nobody's then. */
  async rotate(
    ruleId: string,
  ): Promise<{ readonly token: string; readonly sources: readonly SourceStatus[] }> {
    return this.#held(ruleId, async (rule) => ({
      token: await this.#deps.tokens.make(rule),
      sources: await this.#sourcesOf(rule),
    }));
  }

  /** Expects a source no more, until it calls again; what its alert has open is resolved. */
  async forget(ruleId: string, source: string): Promise<void> {
    this.#required(ruleId);
    await this.#deps.runs.push(ruleId, {
      typeId: heartbeat.id,
      what: 'calls',
      apply: ({ state, params }) => {
        if (heartbeatParams.parse(params).expectedSources.includes(source)) {
          throw new Refusal(
            'conflict',
            `"${source}" is among the expectedSources of the rule "${ruleId}": take it out there.`,
          );
        }
        const before = HeartbeatState.read(state);
        const sources = new Map(before.sources);
        if (!sources.delete(source))
          throw new Refusal('not_found', `Rule "${ruleId}" knows no source "${source}".`);
        return { state: new HeartbeatState(before.timetable, sources), alerts: 0 };
      },
    });
  }

  async #sourcesOf({ id, params }: Rule): Promise<readonly SourceStatus[]> {
    return listSources(await this.#deps.runs.stateOf(id), heartbeatParams.parse(params).grace);
  }

  #held<Result>(ruleId: string, work: (rule: Rule) => Promise<Result>): Promise<Result> {
    return this.#deps.rules.exclusively(ruleId, () => work(this.#required(ruleId)));
  }

  #required(ruleId: string): Rule {
    const { rule } = this.#deps.rules.get(ruleId);
    if (rule.typeId === heartbeat.id) return rule;
    throw new Refusal(
      'invalid',
      `Rule "${ruleId}" is of the type ${rule.typeId}: only rules of the type ${heartbeat.id} have a heartbeat.`,
    );
  }
}
