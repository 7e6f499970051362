/** What the sealed token of a heartbeat rule is bound to: it opens for this rule only. */
export const heartbeatTokenContext = (ruleId: string) => `tocsin/rule/${ruleId}/heartbeat-token`;
