import { counted } from '../parts/counted.ts';

const letters = (n: number) => counted(n, 'dead letter');

export const deadLetterTexts = {
  title: 'Dead letters',
  about:
    'Events that were rejected, given up or cancelled. Nobody is told of them unless they are sent again; what is purged stays in the deliveries.',
  list: 'Dead letters',
  columns: {
    select: 'Select',
    event: 'Event',
    why: 'Why',
    dedupKey: 'Dedup key',
    connector: 'Connector',
    when: 'Accepted',
  },
  reason: 'Reason',
  anyReason: 'Any',
  /** Short words for the reasons, for the filter. */
  reasons: {
    throttled: 'Throttled (429)',
    server_error: 'Server error (5xx)',
    network: 'No connection',
    timeout: 'No answer in time',
    tls: 'No secure connection',
    auth: 'Integration key refused',
    not_allowed: 'Host not allowed',
    not_pagerduty: 'Not PagerDuty',
    invalid_event: 'Invalid event',
    too_large: 'Too large',
    expired: 'Tried for too long',
    cancelled: 'Cancelled',
    connector_deleted: 'Connector deleted',
  },
  emptyTitle: 'No dead letters',
  empty: 'Nothing was rejected, given up or cancelled.',
  noneTitle: 'No dead letter is like that',
  none: 'No dead letter meets these filters.',

  selectAll: 'Select all shown',
  selectOne: (id: string) => `Select event ${id}`,
  selected: (n: number) => `${letters(n)} selected`,
  clearSelection: 'Select none',
  tooMany: (most: number) => `At most ${counted(most, 'dead letter')} at once: select fewer.`,
  resendMany: 'Resend',
  purgeMany: 'Purge',
  purgeTitle: (n: number) => `Purge ${letters(n)}?`,
  purgeQuestion:
    'They can not be sent again afterwards. They stay in the deliveries, for as long as those are kept.',
  purgeConfirm: (n: number) => `Purge ${letters(n)}`,
  purged: (n: number) => `${letters(n)} purged.`,
  purgeAll: 'Purge all',
  purgeMatching: 'Purge all that match',
  purgeAllTitle: 'Purge all dead letters?',
  purgeMatchingTitle: 'Purge all dead letters that match?',
  purgeAllQuestion:
    'All dead letters there are will go, also those that are not shown. They can not be sent again afterwards, and stay in the deliveries.',
  purgeMatchingQuestion:
    'All dead letters that meet the filters will go, also those that are not shown. They can not be sent again afterwards, and stay in the deliveries.',

  results: 'What became of them',
  sentAgain: (n: number) => `${letters(n)} sent again.`,
  refused: (n: number) => `${letters(n)} not sent:`,
  as: (of: string) => `Event ${of} was sent again as `,
  notSent: (of: string) => `Event ${of}: `,
  moreResults: (n: number) => `… and ${n} more`,
  anyway: 'Send anyway',
  anywayHint: 'Sent anyway, an old event may open again what has been resolved since.',
  dismiss: 'Close',

  one: {
    title: (id: string) => `Dead letter ${id}`,
    missingTitle: 'There is no such dead letter',
    toList: 'To the dead letters',
    toEvent: 'See the event',
    why: 'Why it was not delivered',
    resend: 'Resend as it is',
    edit: 'Edit and resend',
    purge: 'Purge',
    purgeTitle: 'Purge this dead letter?',
    purgeQuestion:
      'It can not be sent again afterwards. The event stays in the deliveries, for as long as those are kept.',
    purgeConfirm: 'Purge the dead letter',
    purged: 'The dead letter was purged.',
    sent: (id: string) => `Sent again as event ${id}.`,
    outdatedTitle: 'It was not sent',
    connectorGone:
      'Its connector was deleted, so it can not be sent again through it. Create one with the same id, or send the event through another.',
    formTitle: 'Edit and resend',
    formHint:
      'What you send replaces the event. It goes to the end of its lane, and the dead letter is gone.',
    leftOutTitle: 'Some of it can not be edited',
    leftOut: 'An edited event is sent without these fields, since the form has no words for them:',
    leftOutResend: 'Resent as it is, it keeps them.',
    submit: 'Send the edited event',
    cancelEdit: 'Do not edit',
  },
} as const;

/** Short words for a reason; what this page does not know is shown as it came. */
export function shortReason(reason: string): string {
  const known: Readonly<Record<string, string>> = deadLetterTexts.reasons;
  return known[reason] ?? reason;
}
