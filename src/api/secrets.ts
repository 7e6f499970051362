import { z } from 'zod';
import { secretName } from './secret-name.ts';
import { headerNameProblem } from './source-header.ts';
import { momentText } from './text.ts';

export const secretParams = z.object({
  name: secretName.meta({ description: 'The name of the secret.', examples: ['prometheus'] }),
});

/** Messages must not hold what was given. */
const valueMessage = 'use a text, or {"file": "/path/of/a/file"}';

/** One thing that is secret, or where it stands. */
const secretValue = z.union(
  [
    z.string().max(8192).meta({
      description: `The value itself; or \${NAME} and nothing else: the value of that environment variable (rules.secrets.variables).`,
    }),
    z.strictObject({ file: z.string().min(1).max(4096) }).meta({
      description: 'The trimmed text of a file (rules.secrets.folders), read again every five seconds.',
    }),
  ],
  { error: valueMessage },
);

export type SecretValue = z.output<typeof secretValue>;

const headerName = z.string().superRefine((name, context) => {
  const message = headerNameProblem(name);
  if (message !== undefined) context.addIssue({ code: 'custom', message, input: undefined });
});

/** What a source is shown so that it knows who asks. */
export const secretBody = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({ type: z.literal('basic'), username: secretValue, password: secretValue }),
      z.strictObject({ type: z.literal('bearer'), token: secretValue }),
      z.strictObject({ type: z.literal('header'), name: headerName, value: secretValue }),
    ],
    {
      error:
        'use {"type": "basic", "username", "password"}, {"type": "bearer", "token"} or {"type": "header", "name", "value"}',
    },
  )
  .meta({ id: 'NewSecret', description: 'What it holds never comes back.' });

export type SecretBody = z.output<typeof secretBody>;

export const secretTypes = ['basic', 'bearer', 'header'] as const;

export const shownSecretBody = z
  .object({
    name: z.string(),
    type: z.enum(secretTypes),
    is_missing: z.boolean().meta({
      description: 'What it held was given up when its encryption key was lost: enter it again.',
    }),
    used_by: z
      .array(z.object({ id: z.string(), name: z.string() }))
      .meta({ description: 'The rules that refer to it.' }),
    is_preconfigured: z.boolean().meta({
      description: 'The settings bring it (rules.secrets.preconfigured); it can not be changed here.',
    }),
    created_at: momentText.nullable().meta({ description: 'null where the settings bring it.' }),
    updated_at: momentText.nullable(),
  })
  .meta({ id: 'Secret' });

export const secretListBody = z.object({ items: z.array(shownSecretBody) });
