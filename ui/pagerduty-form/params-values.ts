/** A link as it stands in its row. */
export interface LinkValues {
  /** Tells the rows apart; not sent. */
  readonly row: number;
  readonly href: string;
  readonly text: string;
}

export const severities = ['critical', 'error', 'warning', 'info'] as const;
export const alertActions = ['trigger', 'acknowledge', 'resolve'] as const;

/** `change` is no choice in the form: an event is a change event from the beginning, or never. */
export type ShownAction = (typeof alertActions)[number] | 'change';

/** What stands in the fields of the form; an empty text is a field left empty. */
export interface ParamsValues {
  readonly eventAction: ShownAction;
  readonly dedupKey: string;
  readonly summary: string;
  /** One of `severities`, or a template. */
  readonly severity: string;
  readonly timestamp: string;
  readonly component: string;
  readonly group: string;
  readonly source: string;
  readonly class: string;
  /** JSON as it was typed. */
  readonly customDetails: string;
  readonly links: readonly LinkValues[];
  /** What params say besides and no field shows (images, client, clientUrl); sent as it is. */
  readonly others: Readonly<Record<string, unknown>>;
}

export const emptyParams: ParamsValues = {
  eventAction: 'trigger',
  dedupKey: '',
  summary: '',
  severity: '',
  timestamp: '',
  component: '',
  group: '',
  source: '',
  class: '',
  customDetails: '',
  links: [],
  others: {},
};

/** Whether a text is filled in later, so that nobody knows yet what it comes to. */
export const isTemplate = (text: string) => text.includes('{{');

const ofTrigger = [
  'dedupKey',
  'summary',
  'severity',
  'timestamp',
  'component',
  'group',
  'source',
  'class',
  'customDetails',
  'links',
] as const;

export type ParamsField = (typeof ofTrigger)[number];

const fields: Readonly<Record<ShownAction, ReadonlySet<ParamsField>>> = {
  trigger: new Set(ofTrigger),
  acknowledge: new Set(['dedupKey']),
  resolve: new Set(['dedupKey']),
  change: new Set(['summary', 'timestamp', 'source', 'customDetails', 'links']),
};

/** The fields that an action has (contract 2.6); what stands in others is kept, but neither checked nor sent. */
export function fieldsOf(action: ShownAction): ReadonlySet<ParamsField> {
  return fields[action];
}
