import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { byteSize } from '../values/byte-size.ts';
import { duration } from '../values/duration.ts';
import { trueOrFalse, wholeNumber } from '../values/plain.ts';

const tenYears = 3650 * 86_400_000;
const megabyte = 1024 ** 2;
const petabyte = 1024 ** 5;

/** How events get from here to PagerDuty (docs/delivery.md); connectors may override the first and the third. */
export const deliverySection = z.object({
  rateLimit: setting(z.union([z.enum(['auto', 'off']), wholeNumber(1, 1_000_000)]), {
    default: 'auto',
    description:
      'How many calls an integration key may get in any 60 seconds. With auto that is 120 at PagerDuty itself, and what its answers teach; with off nothing is held back before PagerDuty says so. A connector can say otherwise, and the lowest number for a key counts.',
    format: 'auto, off, or a whole number of calls from 1 to 1000000',
    example: 960,
    reload: true,
  }),
  order: setting(z.enum(['urgency', 'fifo']), {
    default: 'urgency',
    description:
      'What goes first while not everything can go at once: the most urgent, critical triggers before all, or what was accepted first.',
    format: 'urgency or fifo',
    example: 'fifo',
  }),
  superseding: setting(z.enum(['on', 'off']), {
    default: 'on',
    description:
      'Whether a waiting event gives way to a newer one of its incident that makes it pointless. What PagerDuty finally shows is the same; with off its log holds every event. A connector can say otherwise.',
    format: 'on or off',
    example: 'off',
    reload: true,
  }),
  maxAge: setting(duration(60_000, tenYears), {
    default: '72h',
    description:
      'An event that is older when an attempt of its own fails becomes a dead letter. Outages, limits and stops of Tocsin never make it one.',
    format: 'a duration from 1m to 3650d: a whole number and one of ms, s, m, h, d, such as "72h"',
    example: '24h',
    reload: true,
  }),
  minRetryWindow: setting(duration(0, tenYears), {
    default: '10m',
    description:
      'How long an event is tried at least before actions.run.maxAttempts can make it a dead letter. Without that setting it has no effect.',
    format: 'a duration from 0ms to 3650d: a whole number and one of ms, s, m, h, d, such as "10m"',
    example: '1h',
    reload: true,
  }),
  logRetention: setting(duration(3_600_000, tenYears), {
    default: '90d',
    description:
      'How long settled events and dead letters are kept, and what is remembered of an incident after its last event.',
    format: 'a duration from 1h to 3650d: a whole number and one of ms, s, m, h, d, such as "90d"',
    example: '30d',
    reload: true,
  }),
  logMaxSize: setting(byteSize(megabyte, petabyte), {
    default: '5gb',
    description:
      'How large the delivery log may grow; beyond it the oldest settled events go first. What waits is never removed.',
    format: 'a size from 1mb to 1048576gb: a whole number and one of b, kb, mb, gb, such as "5gb"',
    example: '20gb',
    reload: true,
  }),
  minFreeDisk: setting(byteSize(0, petabyte), {
    default: '256mb',
    description:
      'With less room than this on the disk of the data folder no new events are taken (503), after the delivery log has given up what it can. What waits is still sent.',
    format: 'a size from 0b to 1048576gb: a whole number and one of b, kb, mb, gb, such as "256mb"',
    example: '1gb',
    reload: true,
  }),
  paused: setting(trueOrFalse(), {
    default: false,
    description:
      'Accepts events and sends none of them, for maintenance. They wait on disk until this setting is taken away.',
    format: 'true or false',
    example: true,
    reload: true,
  }),
});
