import { figure } from '../parts/counted.ts';

/** Texts of the form in which an event is written. Labels and messages are Kibana's, where it has them. */
export const pagerDutyFormTexts = {
  eventAction: 'Event action',
  dedupKey: 'DedupKey',
  summary: 'Summary',
  severity: 'Severity',
  noSeverity: 'Info, unless you choose',
  /** A severity that is a template. */
  asIn: (template: string) => `As in ${template}`,
  timestamp: 'Timestamp',
  timestampExample: '2026-11-23T12:00:00Z',
  component: 'Component',
  group: 'Group',
  source: 'Source',
  class: 'Class',
  customDetails: 'Custom details',
  links: 'Links',
  linkLabel: 'Label',
  linkUrl: 'URL',
  /** Names a field of one row for those who do not see the rows; counted from 1. */
  ofRow: (label: string, row: number) => `${label} of link ${row}`,
  addLink: 'Add Link',
  removeLink: 'Remove link',
  faults: {
    dedupKey: 'DedupKey is required when resolving or acknowledging an incident.',
    summary: 'Summary is required.',
    timestamp: 'Timestamp must be a valid date, such as {YYYY-MM-DD} or {YYYY-MM-DD h:mm:ss}.',
    links: 'Link properties cannot be empty.',
    customDetails: 'Custom details must be a valid JSON object.',
    tooDeep: (levels: number) => `Custom details may be nested ${levels} levels deep at the most.`,
    tooLong: (what: string, length: number, most: number) =>
      `${what} may have ${figure(most)} characters at the most; this one has ${figure(length)}.`,
  },
} as const;
