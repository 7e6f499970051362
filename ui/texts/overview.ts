import { counted, figure } from '../parts/counted.ts';
import { wholeSeconds } from '../parts/duration.ts';

const events = (n: number) => counted(n, 'event');
const eventsWait = (n: number) => `${events(n)} ${n === 1 ? 'waits' : 'wait'}`;

/** "On-call", "On-call and Payments", "On-call and 3 more". */
function namesInWords(names: readonly string[]): string {
  const [first = '', second] = names;
  if (second === undefined) return first;
  return names.length === 2 ? `${first} and ${second}` : `${first} and ${names.length - 1} more`;
}

/** "the key of On-call". A key that was replaced stays while something is left to do with it. */
function keyOf(names: readonly string[]): string {
  return names.length === 0 ? 'a key that no connector uses any more' : `the key of ${namesInWords(names)}`;
}

export const overviewTexts = {
  title: 'Overview',

  headline: {
    refusing: 'New events are refused.',
    onTheirWay: (n: number) => `${events(n)} ${n === 1 ? 'is on its way' : 'are on their way'}.`,
    late: (n: number) => `${eventsWait(n)} for ${n === 1 ? 'its' : 'their'} next try.`,
    held: (n: number, why: string) => `${eventsWait(n)}: ${why}.`,
    heldByMore: (n: number, why: string) => `${eventsWait(n)}: ${why}, among other things.`,
    nothingWaitsBut: (why: string) => `Nothing waits, but ${why}.`,
    oldest: (n: number, ms: number) =>
      `${n === 1 ? 'It has waited' : 'The oldest has waited'} ${wholeSeconds(ms)}.`,
    nextTry: (ms: number) =>
      ms < 1000 ? 'The next try is due now.' : `The next try is in ${wholeSeconds(ms)}.`,
    withNextEvent: 'The next event tries again.',
    again: (ms: number) => (ms < 1000 ? 'It goes on now.' : `It goes on in ${wholeSeconds(ms)}.`),
    deadToo: (n: number) => `There ${n === 1 ? 'is' : 'are'} ${counted(n, 'dead letter')} as well.`,
    dead: (n: number) =>
      n === 1
        ? '1 event was not delivered: it is a dead letter.'
        : `${events(n)} were not delivered: they are dead letters.`,
    deadHint: (n: number) =>
      `Nobody is told of ${n === 1 ? 'it unless it is' : 'them unless they are'} sent again. Nothing else waits.`,
    nothingYet: 'Nothing was sent yet.',
    nothingYetHint: 'As soon as an event is sent, this line says whether it was delivered.',
    delivered: (n: number) => (n === 1 ? '1 event delivered' : `All ${figure(n)} events delivered`),
    nothingWaits: 'Nothing waits',
    allIsWell: (what: string, incidents: number) =>
      `${what}; ${incidents === 0 ? 'no incident' : counted(incidents, 'incident')} open.`,
    againSoon: 'It goes on within a minute, as calls become free.',
    lastDay: 'Counted over the last 24 hours.',
    quietLastDay: 'Nothing was sent in the last 24 hours.',
    sinceStart: (ms: number) => `Counted since the start, ${wholeSeconds(ms)} ago.`,
    quietSinceStart: (ms: number) => `Nothing was sent since the start, ${wholeSeconds(ms)} ago.`,
    notLive: (title: string) => `Not live. The last known state: ${title}`,
    notLiveHint: (ms: number) =>
      `The connection to the server is lost. This was true ${wholeSeconds(ms)} ago; it comes back by itself.`,
  },

  /** Why nothing gets through, to follow "37 events wait:". */
  because: {
    auth: (names: readonly string[]) => `${keyOf(names)} is refused`,
    notAllowed: (_: readonly string[], host: string) => `actions.allowedHosts does not name ${host}`,
    notPagerDuty: (names: readonly string[], host: string) =>
      `what answers ${keyOf(names)} at ${host} is not PagerDuty`,
    serverError: (_: readonly string[], host: string) => `${host} answers that it is broken`,
    unreachable: (_: readonly string[], host: string) => `${host} is out of reach`,
    timeout: (_: readonly string[], host: string) => `${host} does not answer in time`,
    tls: (_: readonly string[], host: string) => `no secure connection to ${host} comes about`,
    closed: (_: readonly string[], host: string) => `nothing gets through to ${host}`,
    budget: (names: readonly string[]) => `${keyOf(names)} has had its calls of this minute`,
    rests: (names: readonly string[]) => `${keyOf(names)} rests after a 429`,
  },

  holds: {
    title: 'What holds events back',
    host: (host: string) => `Host ${host}`,
    key: (names: readonly string[]) =>
      names.length === 0 ? 'A former key' : `Key of ${namesInWords(names)}`,
    budget: (left: number, limit: number) =>
      left === 0
        ? `0 of ${counted(limit, 'call')} a minute left.`
        : `${figure(left)} of ${counted(limit, 'call')} a minute left, kept for critical pages.`,
    budgetFree: 'Each call becomes free a minute after it was made.',
    rests: 'It rests after a 429: PagerDuty takes no more calls for it just now.',
    waiting: (n: number) => `${eventsWait(n)} behind it.`,
    nothing: 'Nothing waits behind it now.',
    closedFor: (ms: number) => `For ${wholeSeconds(ms)} now.`,
    probe: (ms: number) =>
      ms < 1000 ? 'The next probe is due now.' : `The next probe is in ${wholeSeconds(ms)}.`,
    probeWithNext: 'The next event probes.',
    again: (ms: number) => (ms < 1000 ? 'Again now.' : `Again in ${wholeSeconds(ms)}.`),
    seeEvents: 'See what waits',
    toConnector: (name: string) => `To ${name}`,
    lastAnswer: 'The last attempt:',
    more: (n: number) => `${counted(n, 'more hold')}: those that hold back the fewest events.`,
  },

  figures: {
    label: 'In figures',
    waiting: 'Waiting',
    delivered: 'Delivered',
    incidents: 'Open incidents',
    deadLetters: 'Dead letters',
  },

  connectors: {
    title: 'Connectors',
    label: 'Deliveries of each connector',
    name: 'Connector',
    health: 'Health',
    delivered: 'Delivered',
    failed: 'Failed attempts',
    superseded: 'Superseded',
    dead: 'Dead letters',
    last: 'Last delivery',
    shared: 'Connectors with the same integration key have the same numbers.',
    all: (n: number) => `All ${figure(n)} connectors`,
    linkTo: (what: string, n: number, name: string) => `${what} of ${name}: ${figure(n)}`,
  },

  nothing: {
    create: 'Create a connector',
    sandbox: 'Practise in the sandbox',
  },
} as const;
