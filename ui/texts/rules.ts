import { counted, figure } from '../parts/counted.ts';

const rules = (n: number) => counted(n, 'rule');
const incidents = (n: number) => counted(n, 'open incident');

/** Texts of the list of rules, of what is done with them, and of one rule. */
export const ruleTexts = {
  title: 'Rules',
  about:
    'A rule looks at something on a schedule, or is told about it. What it finds are alerts; its actions page.',
  list: 'Rules by name',
  found: (total: number) => rules(total),
  columns: {
    select: 'Select',
    name: 'Rule',
    state: 'State',
    type: 'Type',
    alerts: 'Active alerts',
    alertsShort: 'Active',
    connectors: 'Connectors',
    lastRun: 'Last run',
    nextRun: 'Next run',
    actions: 'Actions',
  },
  states: {
    active: 'Active alerts',
    ok: 'OK',
    warning: 'Warning',
    error: 'Error',
    pending: 'Not run yet',
    disabled: 'Disabled',
  },
  quiet: { muted: 'Muted', snoozed: 'Snoozed', quiet: 'Muted or snoozed' },
  snoozedUntil: 'Snoozed until',
  mutedHint: 'It runs, and pages nobody.',
  running: 'runs now',
  notRun: 'not yet',
  noNext: '–',
  every: (interval: string) => `every ${interval}`,
  noConnector: 'none',
  managed: 'From a file',
  managedHint: (file: string) =>
    `This rule comes from ${file}. It is changed there; here it can be muted, snoozed and run.`,
  search: 'Name, id or tag',
  state: 'State',
  any: 'Any',
  type: 'Type',
  tag: 'Tag',

  emptyTitle: 'No rules yet',
  empty:
    'A rule is made through the API until its form comes here. This one takes whatever a program reports to it, and pages through the sandbox:',
  emptyFile: 'The whole way, and what a rule can say, is in docs/rules.md.',
  curlLabel: 'A command that makes a rule',
  reportLabel: 'A command that reports an alert to it',
  report: 'Then report an alert to it, from any program:',
  noneTitle: 'No rule is like that',
  none: 'No rule meets these filters.',

  select: (name: string) => `Select ${name}`,
  selectAll: (total: number) => `Select all ${figure(total)}`,
  selected: (n: number) => `${rules(n)} selected`,
  clearSelection: 'Clear the selection',

  menuOf: (what: string) => `Actions for ${what}`,
  menu: 'Actions',
  these: (n: number) => rules(n),
  actions: {
    run: 'Run now',
    enable: 'Enable',
    disable: 'Disable …',
    mute: 'Mute',
    unmute: 'Unmute',
    snooze: 'Snooze …',
    unsnooze: 'End the snooze',
    delete: 'Delete …',
  },
  done: {
    run: (what: string) => `Soon to run: ${what}.`,
    enable: (what: string) => `Enabled: ${what}.`,
    disable: (what: string) => `Disabled: ${what}.`,
    mute: (what: string) => `Muted: ${what}.`,
    unmute: (what: string) => `Unmuted: ${what}.`,
    snooze: (what: string) => `Snoozed: ${what}.`,
    unsnooze: (what: string) => `Awake: ${what}.`,
    delete: (what: string) => `Deleted: ${what}.`,
  },
  failed: (n: number, of: number, why: string) =>
    of === 1 ? why : `It could not be done with ${figure(n)} of ${rules(of)}. The first said: ${why}`,
  onlySome: (n: number, of: number) => `${figure(n)} of ${rules(of)}; the others come from files.`,

  end: {
    disable: (what: string) => `Disable ${what}?`,
    delete: (what: string) => `Delete ${what}?`,
    disableAbout: (n: number) =>
      n === 1 ? 'It runs no more, and its alerts end.' : 'They run no more, and their alerts end.',
    deleteAbout: (n: number) =>
      n === 1
        ? 'The rule goes, with its alerts and its history. This can not be undone.'
        : 'The rules go, with their alerts and their history. This can not be undone.',
    noIncidents: 'No incident of it is open.',
    willResolve: (n: number) => `${incidents(n)} will be resolved.`,
    willStay: (n: number) => `${incidents(n)} will stay open at PagerDuty.`,
    how: 'What shall become of what is open?',
    resolve: 'Resolve it',
    resolveHint: 'PagerDuty is told that it is over.',
    leave: 'Leave it open',
    leaveHint: 'People resolve it in PagerDuty. If the rule is enabled again, it goes on with it.',
    leaveHintDelete: 'People have to resolve it in PagerDuty: Tocsin will not speak of it again.',
    confirmDisable: 'Disable',
    confirmDelete: 'Delete',
  },

  rule: {
    missingTitle: 'There is no such rule',
    missing: (id: string) => `No rule has the id ${id}.`,
    toList: 'To the rules',
    tabs: {
      label: 'Of this rule',
      alerts: 'Alerts',
      history: 'History',
      events: 'Events',
      definition: 'Definition',
      told: 'How it is told',
    },
    lastError: 'The last run has failed',
    lastWarning: 'The last run warns',
    state: 'State',
    schedule: 'Runs',
    openIncidents: 'Open incidents',
    tags: 'Tags',
    noTags: 'none',
  },

  alerts: {
    list: 'Alerts of this rule',
    none: 'No alerts',
    noneHint: 'Nothing is active, and nothing has recovered lately.',
    delayed: 'Held back',
    delayedHint: 'Its condition is met, but not yet as often as the alert delay asks for.',
  },

  history: {
    title: 'Runs',
    quiet: 'Also runs in which nothing happened',
    none: 'No runs yet',
    noneHint: 'What the rule does is told here.',
    noneOfNote: 'Nothing has happened yet',
    noneOfNoteHint:
      'It has run, but no alert came or went. Runs in which nothing happened can be shown, too.',
    list: 'What has happened, the newest first',
    byHand: 'By hand',
    results: { succeeded: 'Succeeded', warning: 'Warning', failed: 'Failed' },
    counts: (active: number, fresh: number, recovered: number) =>
      `${counted(active, 'active alert')}, ${figure(fresh)} new, ${figure(recovered)} recovered`,
    took: (duration: string) => `took ${duration}`,
    event: (id: string) => `event ${id}`,
    more: 'Show older',
    ofRule: 'The rule',
    manyEntries: 'Only the first 100 things that happened in this run are shown.',
  },

  chart: {
    title: 'The last runs',
    ok: 'Duration',
    failed: 'Failed',
    active: 'Active alerts',
    none: 'The rule has not run yet.',
    summary: (runs: number, failed: number, longest: string, active: number) =>
      `${counted(runs, 'run')}, ${failed === 0 ? 'none failed' : `${figure(failed)} failed`}; the longest took ${longest}. ${counted(active, 'alert')} active after the last one.`,
  },

  events: {
    list: 'The last events of this rule',
    none: 'No events yet',
    noneHint: 'What its actions send to PagerDuty is told here.',
    last: 'The last 50 at most; older ones are named in the history.',
  },

  told: {
    about: {
      external:
        'Any program reports to this rule what is wrong, and when it is over. An API key takes the place of the user (Settings).',
      heartbeat:
        'A job calls this URL. When it does not call in time, says that it failed, or does not end, that is an alert. Whoever has the URL can call: keep it as you keep a password.',
      alertmanager:
        'Prometheus takes this rule for an Alertmanager, and pushes its alerts to it. The API key is made in the settings.',
    },
    report: 'Report an alert',
    recover: 'Say that it is over',
    url: 'The URL',
    call: 'Call it at the end of a job',
    crontab: 'From a crontab',
    startAndEnd: 'With its start and its exit code',
    prometheus: 'In prometheus.yml',
    sources: 'Who calls',
    noSources: 'Nobody has called yet.',
    source: 'Source',
    status: 'State',
    lastCall: 'Last call',
    due: 'Due',
    never: 'never',
    statuses: { waiting: 'Waiting', up: 'Up', running: 'Running', failed: 'Failed', missing: 'Missing' },
  },

  definition: {
    what: 'What it looks at',
    noParams: 'The type has no params.',
    notSet: 'not set',
    yes: 'yes',
    no: 'no',
    when: 'When it runs and what counts',
    interval: 'Schedule',
    delay: 'Alert delay',
    delayRuns: (n: number) => (n === 1 ? 'none' : `after ${figure(n)} runs in a row`),
    flapping: 'Flapping',
    flappingOff: 'not looked for',
    flappingDefault: 'as usual: 4 changes within 20 runs',
    flappingOwn: (changes: number, runs: number) =>
      `${counted(changes, 'change')} within ${counted(runs, 'run')}`,
    autoResolve: 'On recovery',
    autoResolveOn: 'what is open is resolved',
    autoResolveOff: 'nothing is resolved unless an action does it',
    onRuleEnd: 'When it is disabled or deleted',
    onRuleEnds: { resolve: 'what is open is resolved', leave: 'what is open stays open' },
    errors: 'When it fails',
    errorsNever: 'it pages nobody about itself',
    errorsAfter: (n: number) => `it pages about itself after ${counted(n, 'run')} in a row`,
    actions: 'Actions',
    noActions: 'It has no actions: its alerts page nobody.',
    about: 'About',
    id: 'Id',
    type: 'Type',
    created: 'Created',
    updated: 'Last changed',
    by: (name: string) => ` by ${name}`,
    file: 'Comes from',
    json: 'As JSON',
    jsonLabel: 'The rule as the API tells it',
  },

  action: {
    triggers: { trigger: 'triggers', acknowledge: 'acknowledges', resolve: 'resolves' },
    template: (text: string) => `does “${text}”`,
    on: (group: string) => `When an alert is in “${group}”`,
    onRecovery: 'When an alert recovers',
    summary: 'For all alerts of a run together',
    how: {
      onActionGroupChange: 'once, and again when its group or severity changes',
      onActiveAlert: 'in every run',
      onThrottleInterval: (throttle: string) => `every ${throttle} at the most`,
    },
    between: (days: string, start: string, end: string, zone: string) =>
      `${days} from ${start} to ${end} (${zone})`,
    everyDay: 'every day',
    days: ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
    through: 'through',
    params: 'What it says',
    default: 'Everything as usual.',
    names: {
      summary: 'Summary',
      dedupKey: 'Dedup key',
      severity: 'Severity',
      source: 'Source',
      component: 'Component',
      group: 'Group',
      class: 'Class',
      timestamp: 'Timestamp',
      customDetails: 'Custom details',
      links: 'Links',
      images: 'Images',
      client: 'Client',
      clientUrl: 'Client URL',
    },
  },
} as const;

/** What happened, as the history of a rule and the story of an alert say it. */
const happened: Readonly<Record<string, string>> = {
  new: 'Became active',
  group_changed: 'Moved to another group',
  flapping: 'Began to flap',
  not_flapping: 'Flaps no more',
  recovered: 'Recovered',
  action: 'An action ran',
  auto_resolve: 'Resolved, since it has recovered',
  owed_resolve: 'Resolved, as was owed',
  rule_error: 'The rule pages about itself',
  rule_end: 'Resolved, since the rule or its action has ended',
  by_hand: 'By hand',
  fault: 'An action could not run',
};

/** The words for what happened; what this page does not know is shown as it came. */
export function happenedInWords(what: string): string {
  return happened[what] ?? what;
}
