import { counted } from '../parts/counted.ts';

/** Texts of the list of connectors, and of the flyout around a connector's tabs. */
export const connectorsTexts = {
  title: 'Connectors',
  about: 'Where events are sent: an API URL of PagerDuty and the integration key of a service there.',
  create: 'Create connector',
  search: 'Search by name, type or id',
  clearSearch: 'Clear the search',
  found: (shown: number, all: number) =>
    shown === all ? counted(all, 'connector') : `${shown} of ${counted(all, 'connector')}`,
  nothingFound: 'No connector matches',
  nothingFoundHint: (text: string) => `Nothing is called “${text}”.`,
  none: 'There is no connector yet',
  noneHint:
    'A connector says where events are sent. It takes an integration key, or the sandbox to practise on.',
  name: 'Name',
  type: 'Type',
  rules: 'Rules using it',
  usedBy: (rules: number) => `used by ${counted(rules, 'rule')}`,
  lastDelivery: 'Last delivery',
  health: 'Health',
  actions: 'Actions',
  unknown: '–',
  preconfigured: 'Preconfigured',
  missingKey: 'Key is missing',
  types: { '.pagerduty': 'PagerDuty' },
  healths: { working: 'Working', failing: 'Failing', held: 'Held back', unused: 'Unused' },
  tabs: {
    label: 'Connector',
    configuration: 'Configuration',
    test: 'Test',
    deliveries: 'Deliveries',
    rules: 'Rules',
  },
  notFound: {
    title: 'There is no such connector',
    hint: 'It may have been deleted.',
    toList: 'Show all connectors',
  },
  delete: {
    action: (name: string) => `Delete ${name}`,
    title: (name: string) => `Delete ${name}?`,
    question: 'Whatever sends through it will be refused. This can not be undone.',
    confirm: 'Delete',
    how: 'What shall become of the incidents that it opened?',
    resolve: 'Resolve them, then delete it',
    resolveHint: 'What still waits becomes a dead letter; resolves that wait are still sent.',
    leave: 'Leave the incidents open',
    leaveHint: 'Somebody must resolve them in PagerDuty. What still waits becomes a dead letter.',
    anyway: 'Delete it anyway',
    deleted: (name: string) => `${name} was deleted.`,
    usedBy: (rules: number) =>
      `${counted(rules, 'rule')} ${rules === 1 ? 'uses' : 'use'} it. ${rules === 1 ? 'Its' : 'Their'} actions through it will page nobody any more:`,
    andMore: (n: number) => `and ${n} more`,
  },
  usingRules: {
    none: 'No rule uses it',
    noneHint: 'The rules whose actions send through this connector stand here.',
    label: 'Rules that use this connector',
    rule: 'Rule',
    state: 'State',
    lastRun: 'Last run',
    all: (n: number) => `All ${counted(n, 'rule')} of this connector`,
  },
  discard: {
    title: 'Discard unsaved changes to connector?',
    question: "You can't recover unsaved changes.",
    cancel: 'Cancel',
    confirm: 'Discard Changes',
  },
  deliveries: {
    none: 'Nothing was sent through it yet',
    noneHint: 'Send a test, and it will stand here.',
    when: 'Accepted',
    event: 'Event',
    state: 'State',
    all: 'All deliveries of this connector',
    label: 'The last deliveries of this connector',
  },
} as const;

/** The name of a connector type; one that this page does not know is shown by its id. */
export function typeName(id: string): string {
  const known: Readonly<Record<string, string>> = connectorsTexts.types;
  return known[id] ?? id;
}
