/** What templates of every rule can name, beside what its type knows. */
export const ruleVariableTexts = {
  found: 'Found in the context of the last preview.',
  always: {
    'rule.name': 'The name of the rule.',
    'rule.id': 'The id of the rule.',
    'rule.tags': 'The tags of the rule, with commas.',
    'rule.type': 'The id of the rule’s type.',
    'rule.url': 'Where the rule is shown; empty without server.publicBaseUrl.',
    date: 'When the action was scheduled, as an ISO date.',
    kibanaBaseUrl: 'The setting server.publicBaseUrl; empty without.',
  },
  ofAlert: {
    'alert.id': 'The id of the alert.',
    'alert.uuid': 'Tells one time that the alert was active from the next.',
    'alert.actionGroup': 'The id of the action group.',
    'alert.actionGroupName': 'The name of the action group.',
    'alert.flapping': 'Whether the alert comes and goes (true or false).',
    'alert.consecutiveMatches': 'In how many runs in a row the condition was met.',
    'state.start': 'When the alert began, as an ISO date.',
    'state.duration': 'How long it is active, in nanoseconds.',
    'state.end': 'When it was over, as an ISO date; only of one that is.',
  },
  ofSummary: {
    'alerts.new.count': 'How many alerts are new.',
    'alerts.ongoing.count': 'How many alerts go on.',
    'alerts.recovered.count': 'How many alerts have recovered.',
    'alerts.all.count': 'How many alerts there are in all.',
    'alerts.new.data': 'The new alerts, a list for {{#alerts.new.data}} … {{/alerts.new.data}}.',
    'alerts.ongoing.data': 'The alerts that go on, a list.',
    'alerts.recovered.data': 'The alerts that have recovered, a list.',
  },
} as const;
