import { z } from 'zod';
import { momentText, nameText } from './text.ts';

export const userNameParams = z.object({
  name: z.string().max(512).meta({ description: "The user's name." }),
});

const password = z.string().meta({ description: 'At least 12 characters.' });

export const createUserBody = z
  .strictObject({
    name: z.string().meta({ description: '1 to 64 letters, digits or . _ @ -', examples: ['alice'] }),
    password,
  })
  .meta({ id: 'NewUser' });

export const passwordBody = z.strictObject({ password }).meta({ id: 'NewPassword' });

export const userBody = z
  .object({
    name: z.string(),
    created_at: momentText,
    updated_at: momentText.meta({ description: 'When the password was last set.' }),
  })
  .meta({ id: 'User' });

export const userListBody = z.object({ items: z.array(userBody) });

export const apiKeyIdParams = z.object({
  id: z.string().max(512).meta({ description: 'The id of the API key.' }),
});

export const createApiKeyBody = z
  .strictObject({
    name: nameText.meta({ description: 'What the key is for.', examples: ['terraform'] }),
    expires_in_days: z
      .int()
      .min(1)
      .max(36_500)
      .optional()
      .meta({ description: 'Absent: it does not expire.' }),
  })
  .meta({ id: 'NewApiKey' });

const apiKeyFields = {
  id: z.string(),
  name: z.string(),
  created_by: z
    .string()
    .nullable()
    .meta({ description: 'The user who made it; null: made on the command line.' }),
  created_at: momentText,
  expires_at: momentText.nullable(),
  last_used_at: momentText.nullable().meta({ description: 'To the minute.' }),
};

export const apiKeyBody = z.object(apiKeyFields).meta({ id: 'ApiKey' });

export const apiKeyListBody = z.object({ items: z.array(apiKeyBody) });

export const newApiKeyBody = z
  .object({
    ...apiKeyFields,
    api_key: z.string().meta({ description: 'The secret. It is shown this once.' }),
    encoded: z.string().meta({ description: 'What goes behind `Authorization: ApiKey `.' }),
  })
  .meta({ id: 'CreatedApiKey' });
