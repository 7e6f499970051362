import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { readEncryptionKey } from '../values/encryption-key.ts';
import { path } from '../values/plain.ts';
import { textSchema } from '../values/read-text.ts';

/** With what the secrets of connectors are encrypted at rest. */
export const encryptionSection = z.object({
  keys: setting(z.array(textSchema(readEncryptionKey)), {
    default: [],
    description:
      'Keys for the secrets of connectors. The first one encrypts, all of them decrypt. Without keys here, encryption.keyFile is used.',
    format: 'a list of 32-byte keys, each as base64 or as 64 hex digits, in quotes',
    example: ['c2hvdy15b3VyLW93bi0zMi1ieXRlcy1vZi1rZXktaHk='],
    secret: true,
    list: true,
  }),
  keyFile: setting(path().optional(), {
    default: undefined,
    defaultInWords: 'secret.key in the data folder',
    description: 'The file that holds the keys when encryption.keys has none. It is made at the first start.',
    format: 'the path of a file',
    example: '/etc/tocsin/secret.key',
    relativeTo: 'settings file',
  }),
});
