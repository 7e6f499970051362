import type { z } from 'zod';
import type { deadLetterDetailsBody, deadLettersBody } from '../api/dead-letters.ts';
import { formatTable } from '../config/format-table.ts';

export type DeadLetterLine = z.output<typeof deadLettersBody>['items'][number];
export type DeadLetter = z.output<typeof deadLetterDetailsBody>;

const longestEvent = 60;

/** What others wrote must not be able to begin a line of ours, nor to move the cursor. */
const oneLine = (text: string) => text.replace(/[\p{Cc}\s]+/gu, ' ').trim();

function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}

/** `trigger, critical: Disk full`; what says nothing itself is told by its dedup key. */
function eventOf({ action, severity, summary, dedup_key: key }: DeadLetterLine): string {
  const what = severity === null ? action : `${action}, ${severity}`;
  return oneLine(`${what}: ${summary ?? key ?? ''}`);
}

/** The reason, and PagerDuty's own words. */
function whyOf({ reason, message, errors }: DeadLetterLine): string {
  const words = [message, ...errors].filter((text) => text !== null).map(oneLine);
  return [reason ?? 'unknown', words.join('; ')].filter((text) => text !== '').join(': ');
}

const minute = (time: string) => time.slice(0, 16);
const connectorOf = ({ connector_id: id, connector_name: name }: DeadLetterLine) => oneLine(name ?? id);

/** The dead letters as a table: what, when, through which connector, and why. */
export function deadLetterTable(letters: readonly DeadLetterLine[]): string {
  const rows = letters.map((letter) => [
    letter.id,
    minute(letter.accepted_at),
    connectorOf(letter),
    cut(eventOf(letter), longestEvent),
    whyOf(letter),
  ]);
  return formatTable([['ID', 'ACCEPTED (UTC)', 'CONNECTOR', 'EVENT', 'WHY'], ...rows]);
}

const inWords: Record<string, string> = {
  invalid_event: 'PagerDuty refused the event itself',
  too_large: 'the event is too large for PagerDuty',
  expired: 'it could not be delivered in time',
  cancelled: 'a person cancelled it before it was sent',
  connector_deleted: 'its connector was deleted before it was sent',
};

/** What a person can do about a dead letter, by why it is one. */
function adviceFor({ id, reason, connector_id: connectorId, incident, action }: DeadLetter): string[] {
  const edit = [
    `  tocsin dead-letters show ${id} --params > ${id}.json     (then change what is wrong in ${id}.json)`,
    `  tocsin dead-letters resend ${id} --edit ${id}.json`,
  ];
  const resend = `  tocsin dead-letters resend ${id}`;
  const advice: Record<string, string[]> = {
    invalid_event: ['Change what PagerDuty complains of, and send it again:', ...edit],
    too_large: ['Make it smaller, and send it again:', ...edit],
    cancelled: ['If it is wanted after all, send it again:', resend],
    connector_deleted: [
      `Create a connector with the id ${oneLine(connectorId)}; then send it again, if it is still true:`,
      resend,
    ],
  };
  return [
    ...(advice[reason ?? ''] ?? ['If it is still true, send it again:', resend]),
    ...(action === 'resolve' && incident !== null
      ? ['Until then the incident may stay open: resolve it at PagerDuty by hand.']
      : []),
    'Or take it off the list; it stays in the delivery log:',
    `  tocsin dead-letters purge ${id}`,
  ];
}

function attemptsOf({ attempt_log: log }: DeadLetter): string[] {
  const rows = log.map(({ n, started_at, status, duration_ms, verdict, reason, message, errors }) => [
    `  ${n}`,
    started_at,
    `${status === null ? 'no answer' : `status ${status}`}, ${Math.round(duration_ms)} ms`,
    reason === null ? verdict : `${verdict}, ${reason}`,
    oneLine([message, ...errors].filter((text) => text !== null).join('; ')),
  ]);
  const [heading, ...lines] = formatTable([['  N', 'STARTED', 'ANSWER', 'VERDICT', 'WORDS'], ...rows]).split(
    '\n',
  );
  // The first ten and the last ten are kept: a gap shows.
  return [
    heading ?? '',
    ...lines.flatMap((line, i) => {
      const missing = (log[i]?.n ?? 0) - (log[i - 1]?.n ?? 0) - 1;
      return missing > 0 ? [`  … ${missing} more`, line] : [line];
    }),
  ];
}

const indented = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** Everything about one dead letter, for a person who was woken by it. */
export function deadLetterText(letter: DeadLetter): string {
  const { id, reason, message, errors, attempts, incident } = letter;
  const told = incident === null ? undefined : `${incident.last_action ?? 'a trigger whose answer was lost'}`;
  const facts = [
    ['Event', eventOf(letter)],
    ...(letter.dedup_key === null ? [] : [['Dedup key', oneLine(letter.dedup_key)]]),
    ['Connector', `${connectorOf(letter)} (id ${oneLine(letter.connector_id)})`],
    ['Accepted', `${letter.accepted_at}, from ${letter.source}`],
    ['Given up', `${letter.settled_at ?? 'unknown'}, after ${attempts} attempt${attempts === 1 ? '' : 's'}`],
    ['Why', [reason ?? 'unknown', inWords[reason ?? '']].filter(Boolean).join(': ')],
    ...[message, ...errors].filter((text) => text !== null).map((text) => ['', oneLine(text)]),
    ...(incident === null
      ? []
      : [['Incident', `may still be open at PagerDuty (${told}, ${incident.last_at})`]]),
    ...letter.resent_as.map((each) => ['Sent again', `as event ${each}`]),
  ];
  return [
    `Dead letter ${id}`,
    '',
    ...formatTable([['', ''], ...facts])
      .split('\n')
      .slice(1),
    '',
    'What to do',
    ...indented(adviceFor(letter)),
    ...(letter.attempt_log.length === 0 ? [] : ['', 'Attempts', ...attemptsOf(letter)]),
    ...(letter.notes.length === 0
      ? []
      : ['', 'Changed to make it fit', ...indented(letter.notes.map(oneLine))]),
    '',
    'Body',
    ...indented(JSON.stringify(letter.body, null, 2).split('\n')),
  ].join('\n');
}
