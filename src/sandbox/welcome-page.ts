import { moodNames } from '../api/sandbox.ts';

/** What `GET /` of the sandbox's own server says; `origin` such as `http://127.0.0.1:5641`. */
export function welcomePage(origin: string): string {
  return `This is Tocsin's sandbox: a PagerDuty to practise on. It pages nobody, and nothing here leaves this machine.

It answers PagerDuty's Events API v2 at ${origin}/v2/enqueue and ${origin}/v2/change/enqueue.
Any routing key of 32 letters or digits will do. Open an incident:

  curl -s ${origin}/v2/enqueue -H 'Content-Type: application/json' -d '{
    "routing_key": "0123456789abcdef0123456789abcdef",
    "event_action": "trigger",
    "dedup_key": "disk-full",
    "payload": { "summary": "The disk is full", "source": "db-1", "severity": "critical" }
  }'

See it, and every call that came in:

  curl -s ${origin}/api/tocsin/sandbox/incidents
  curl -s ${origin}/api/tocsin/sandbox/calls

Let half of all calls fail for as long as you like:

  curl -s ${origin}/api/tocsin/sandbox/mood -H 'Content-Type: application/json' -d '{"mood":"500","percent":50}'

Moods: ${moodNames.join(', ')}.
`;
}
