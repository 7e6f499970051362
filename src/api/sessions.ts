import { z } from 'zod';
import { momentText } from './text.ts';

export const signInBody = z
  .strictObject({
    user: z.string().meta({ examples: ['admin'] }),
    password: z.string(),
  })
  .meta({ id: 'SignIn' });

export const signInLinkBody = z
  .strictObject({ token: z.string().meta({ description: 'What stands behind the # of the link.' }) })
  .meta({ id: 'SignInLink' });

export const signedInBody = z.object({ user: z.string(), expires_at: momentText }).meta({ id: 'SignedIn' });

export const currentSessionBody = z
  .object({
    user: z.string().nullable().meta({ description: 'null: no user, but an API key or a local command.' }),
    kind: z.enum(['user', 'api_key', 'local']),
    expires_at: momentText.nullable().meta({
      description: 'When the browser session is over if it is not used; null: signed in by other means.',
    }),
  })
  .meta({ id: 'CurrentSession' });

export const sessionIdParams = z.object({
  id: z.string().max(512).meta({ description: 'The id of the session.' }),
});

export const sessionBody = z
  .object({
    id: z.string().meta({ description: 'It names the session and opens nothing.' }),
    user: z.string(),
    created_at: momentText,
    last_used_at: momentText.meta({ description: 'To the minute.' }),
    expires_at: momentText.meta({ description: 'When it is over if it is not used.' }),
    address: z.string().meta({ description: 'Where it was begun.' }),
    user_agent: z.string().nullable(),
    current: z.boolean().meta({ description: 'Whether this request came with it.' }),
  })
  .meta({ id: 'Session' });

export const sessionListBody = z.object({ items: z.array(sessionBody) });
