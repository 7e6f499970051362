import { z } from 'zod';
import { setting } from '../define-setting.ts';
import { byteSize } from '../values/byte-size.ts';
import { path } from '../values/plain.ts';
import { isSecretOfSecret, mapSecretPaths, preconfiguredSecrets } from '../values/preconfigured-secrets.ts';
import { networkSettings } from './network-section.ts';

/** Where rules come from, what they may call, and what they are kept from. */
export const rulesSection = z.object({
  files: setting(z.array(path()), {
    default: [],
    description:
      'Files that hold rules, by paths or patterns that start from the folder of the settings file (in the environment: from the current folder). They are taken as a whole: rules that are new in them are created, changed ones are changed, and those that are gone end as if they were deleted. A pattern that no file matches is an error, so that a folder that is missing ends no rule.',
    format: 'a list of paths of files, in which * stands for anything in a name and ** for any folders',
    example: ['rules/*.yml'],
    list: true,
    reload: true,
  }),
  maxResponseSize: setting(byteSize(1024, 1024 ** 3), {
    default: '1mb',
    description:
      'How much of the answer of a system that a rule watches is read, and unpacked, at most. What the rule makes of one that is longer is its type’s to say.',
    format: 'a size from 1kb to 1gb: a whole number and one of b, kb, mb, gb, such as "1mb"',
    example: '4mb',
    reload: true,
  }),
  secrets: z.object({
    preconfigured: setting(preconfiguredSecrets, {
      default: {},
      description:
        'Secrets of rules that the settings bring, by their names: read-only, and named by rules like any other. Each has a type: basic with username and password, bearer with token, or header with name and value. In the place of a text there may be {file: …}, the path of a file that holds it, which is read again when it changes.',
      format: 'a map of names to secrets; in the environment as JSON',
      example: { prometheus: { type: 'basic', username: 'tocsin', password: { file: 'keys/prometheus' } } },
      keyed: true,
      json: true,
      isSecretPart: isSecretOfSecret,
      relativeTo: 'settings file',
      mapPaths: mapSecretPaths,
      reload: true,
    }),
    variables: setting(z.array(z.string().regex(/^[a-z_]\w*\*?$|^\*$/i)), {
      default: [],
      description: `The environment variables that secrets of rules may name as \${NAME}: names, or a beginning before "*". A secret says what is sent to a system that a rule watches, so whoever may make secrets could read any variable that stands here.`,
      format: 'a list of names of variables such as "PROMETHEUS_PASSWORD" or "RULES_*"',
      example: ['PROMETHEUS_PASSWORD', 'RULES_*'],
      list: true,
      reload: true,
    }),
    folders: setting(z.array(path()), {
      default: [],
      description:
        'The folders whose files secrets of rules may name. Whoever may make secrets could read any file in them, and below.',
      format: 'a list of the paths of folders',
      example: ['/run/secrets'],
      list: true,
      relativeTo: 'settings file',
      reload: true,
    }),
  }),
  sources: z.object(
    networkSettings({
      section: 'rules.sources',
      who: 'rules',
      more: {
        allowedHosts: 'Checked on every call, and for every redirect that it follows.',
        denyPrivateAddresses: 'This server itself is refused too.',
      },
      host: 'prometheus.example.com',
      domain: 'example.com',
    }),
  ),
});
