import type { Variables } from './prepare-variables.ts';

/** What templates may know of a rule. */
export interface TemplateRule {
  readonly id: string;
  readonly name: string;
  /** The id of its type. */
  readonly type: string;
  readonly tags: readonly string[];
  /** As they were checked. */
  readonly params: Variables;
  /** Where it is shown; empty without `server.publicBaseUrl`. */
  readonly url: string;
}

/** What templates may know of where they are filled in. */
export interface TemplateSurroundings {
  /** When the rule ran and its action was scheduled. */
  readonly date: Date;
  /** `server.publicBaseUrl`; empty without. */
  readonly publicBaseUrl: string;
}

const spaceId = 'default';

/** Variables that every action of a rule has (contract 4.4), those with old names included. */
export function ruleVariables(rule: TemplateRule, { date, publicBaseUrl }: TemplateSurroundings): Variables {
  const { id, name, type, tags, params, url } = rule;
  return {
    date: date.toISOString(),
    kibanaBaseUrl: publicBaseUrl,
    rule: { id, name, type, spaceId, tags, params, url },
    params,
    alertId: id,
    alertName: name,
    tags,
    spaceId,
  };
}
