import { z } from 'zod';
import { definitionsOf, setting } from './define-setting.ts';
import { actionsSection } from './sections/actions-section.ts';
import { alertingSection } from './sections/alerting-section.ts';
import { connectorsSection } from './sections/connectors-section.ts';
import { deliverySection } from './sections/delivery-section.ts';
import { encryptionSection } from './sections/encryption-section.ts';
import { loggingSection } from './sections/logging-section.ts';
import { relaySection } from './sections/relay-section.ts';
import { rulesSection } from './sections/rules-section.ts';
import { serverSection } from './sections/server-section.ts';
import { sessionSection } from './sections/session-section.ts';
import { watchdogSection } from './sections/watchdog-section.ts';
import { path } from './values/plain.ts';

/** Every setting, nested as its dotted key says; the one place from which types, docs and checks are made. */
export const settingsSchema = z.object({
  data: setting(path(), {
    default: './data',
    description: 'The folder that holds the database, keys and everything else that Tocsin keeps.',
    format: 'the path of a folder',
    example: '/var/lib/tocsin',
    flag: '--data',
    relativeTo: 'current folder',
  }),
  server: serverSection,
  session: sessionSection,
  actions: actionsSection,
  alerting: alertingSection,
  connectors: connectorsSection,
  delivery: deliverySection,
  encryption: encryptionSection,
  sandbox: z.object({
    enabled: setting(
      z.union([
        z.literal('auto'),
        z.boolean(),
        z.enum(['true', 'false']).transform((text) => text === 'true'),
      ]),
      {
        default: 'auto',
        description:
          'Whether this server also plays a PagerDuty to practise on, under /sandbox. With auto it does when it listens on loopback.',
        format: 'auto, true or false',
        example: false,
      },
    ),
  }),
  relay: relaySection,
  rules: rulesSection,
  watchdog: watchdogSection,
  logging: loggingSection,
});

type DeepReadonly<T> = T extends Uint8Array
  ? T
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** The settings in force, nested. Durations are in milliseconds, paths absolute, hosts in lower case. */
export type Settings = DeepReadonly<z.output<typeof settingsSchema>>;

/** The same settings as a flat list, for docs, help and `config check`. */
export const settingDefinitions = definitionsOf(settingsSchema);
