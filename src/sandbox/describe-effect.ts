import type { BookResult } from './incident-book.ts';

/** What PagerDuty would not tell: what became of an event after its 202. */
export function describeEffect(done: BookResult): string {
  switch (done.effect) {
    case 'opened':
      return `Incident ${done.incident.id} was opened: somebody would be paged.`;
    case 'repeated':
      return `Incident ${done.incident.id} is open: its alert was brought up to date, nobody is paged again.`;
    case 'acknowledged':
      return `Incident ${done.incident.id} is acknowledged.`;
    case 'resolved':
      return `Incident ${done.incident.id} is resolved.`;
    case 'dropped':
      return 'Nothing is open with this routing key and dedup key: dropped silently.';
  }
}
