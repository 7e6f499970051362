import { durationInWords } from '../parts/duration.ts';

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** "1st", "2nd", "3rd", "11th". */
function nth(n: number): string {
  return `${n}${endings[ordinals.select(n)] ?? 'th'}`;
}

const attemptWords = (n: number) => (n === 1 ? 'at the first attempt' : `on the ${nth(n)} attempt`);

export const deliveryTexts = {
  title: 'Deliveries',
  about: 'Every event that was accepted, the newest first, and what has become of it.',
  list: 'Events',
  columns: {
    state: 'State',
    says: 'Says',
    event: 'Event',
    incident: 'Dedup key',
    connector: 'Connector',
    source: 'Source',
    attempts: 'Attempts',
    when: 'Accepted',
  },
  state: 'State',
  anyState: 'Any',
  emptyTitle: 'No events yet',
  empty: 'An event appears here as soon as it is accepted. Send one: test a connector, or call the API.',
  toConnectors: 'To the connectors',
  noneTitle: 'No event is like that',
  none: 'Nothing in the delivery log meets these filters.',
  /** What stands for an event that has no summary of its own. */
  without: { trigger: 'A trigger', acknowledge: 'Acknowledges', resolve: 'Resolves', change: 'A change' },
  merged: (n: number) => `Stands for ${n + 1} triggers: the older ones were superseded.`,

  event: {
    title: (id: string) => `Event ${id}`,
    missingTitle: 'There is no such event',
    missing: (id: string) => `Event ${id} does not exist, or is older than the delivery log goes back.`,
    toList: 'To the deliveries',
    what: 'What it says',
    timeline: 'What happened',
    body: 'What would be sent',
    bodySent: 'What was sent',
    bodyHint: 'As JSON, without the integration key: that is added when it is sent, and never shown.',
    bodyLabel: 'The body as JSON',
    notes: 'What was changed to make it fit',
    links: 'Links',
    incident: 'Its incident',
    incidentOpen: 'PagerDuty was told of it, and has not been told that it is over.',
    incidentMaybe: 'A trigger of it may have arrived, though its answer was lost.',
    dedupKey: 'Dedup key',
    connector: 'Connector',
    source: 'Source',
    accepted: 'Accepted',
    resendOf: 'Sends again',
    resentAs: 'Sent again as',
    supersededBy: 'Superseded by',
    toIncident: 'See the incident',
    cancel: 'Cancel',
    cancelTitle: 'Cancel this event?',
    cancelQuestion:
      'It will not be sent, and becomes a dead letter, from where it can be sent again. What is on its way at this moment can not be called back.',
    cancelConfirm: 'Cancel the event',
    cancelBack: 'Leave it',
    notCancelled: 'It could not be cancelled: it is on its way, or has ended meanwhile.',
    cancelled: 'The event was cancelled.',
    toDeadLetter: 'Edit, resend or purge',
    eventLink: (id: string) => `event ${id}`,
  },

  story: {
    deliveredAt: (attempts: number, after: number) =>
      `Delivered ${attemptWords(attempts)}, ${durationInWords(after)} after it was accepted.`,
    inFlight: (attempt: number) => `On its way to PagerDuty: the ${nth(attempt)} attempt is being made.`,
    turn: 'Waits for its turn.',
    turnInLane: 'Waits for its turn: it goes when what is before it has gone.',
    waits: (when: string, reason: string) => `Waits for its next try, ${when}, because: ${reason}`,
    in: (ms: number) => (ms < 1000 ? 'due now' : `in ${durationInWords(ms)} at the latest`),
    gate: (host: string, when: string, reason: string) =>
      `Waits, because nothing gets through to ${host} just now. One request at a time tries whether that is over, the next ${when}. ${reason}`,
    gateKey: (when: string, reason: string) =>
      `Waits, because nothing gets through with its integration key just now. One request at a time tries whether that is over, the next ${when}. ${reason}`,
    rests: (when: string) => `Waits, because its integration key rests after a 429; it goes on ${when}.`,
    goesIn: (ms: number) => (ms < 1000 ? 'now' : `in ${durationInWords(ms)}`),
    superseded: (by: string) => `Superseded by event ${by}: `,
    supersededAlone: 'Superseded: ',
    why: {
      newer: 'a newer event says the same, and was sent in its place.',
      over: 'what it told of was over before it could be sent, so nobody was paged.',
      moot: 'it would have changed nothing.',
    },
    dead: (attempts: number, reason: string) =>
      attempts === 0
        ? `A dead letter; it was never sent. ${reason}`
        : `A dead letter after ${attempts === 1 ? 'one attempt' : `${attempts} attempts`}. ${reason}`,
    resent: (id: string) => `It was sent again as event ${id}.`,
    failed: (reason: string) => `Failed: it had one attempt, and whoever asked for it was told. ${reason}`,
    noReason: 'No reason is known.',
  },

  timeline: {
    accepted: (source: string) => `Accepted (${source})`,
    attempt: (n: number) => `${nth(n)} attempt`,
    took: (ms: number) => `took ${durationInWords(ms)}`,
    later: (ms: number) => `${durationInWords(ms)} later`,
    status: (status: number) => `HTTP ${status}`,
    noAnswer: 'no answer',
    verdicts: {
      delivered: 'Delivered',
      retry: 'To be tried again',
      held: 'Held back, with all else for this key',
      rejected: 'Rejected',
    },
    errors: 'PagerDuty’s own reasons',
    answer: 'PagerDuty’s answer',
    answerLabel: (n: number) => `Answer to the ${nth(n)} attempt`,
    answerOpen: 'Show the answer',
    answerClose: 'Hide the answer',
    left: (n: number) => `${n} more attempts, of which only the number is kept`,
    ends: {
      waiting: 'Waits',
      in_flight: 'On its way',
      delivered: 'Delivered',
      superseded: 'Superseded',
      dead: 'Became a dead letter',
      failed: 'Ended',
    },
  },
} as const;
