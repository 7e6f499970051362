import { z } from 'zod';
import { momentText, nameText } from './text.ts';

export const relayKeyIdParams = z.object({
  id: z.string().max(512).meta({ description: 'The id of the relay key.' }),
});

export const issueRelayKeyBody = z
  .strictObject({
    connector_id: z
      .string()
      .max(512)
      .meta({ description: 'The connector that takes the events of whoever holds the key.' }),
    name: nameText.meta({ description: 'Who shall use the key.', examples: ['alertmanager in Paris'] }),
  })
  .meta({ id: 'NewRelayKey' });

const relayKeyFields = {
  id: z.string(),
  connector_id: z.string(),
  name: z.string(),
  hint: z.string().meta({ description: 'The first characters of the key.', examples: ['k7Qx'] }),
  created_by: z.string().nullable().meta({ description: 'The user who issued it; null: it was no user.' }),
  created_at: momentText,
};

export const relayKeyBody = z.object(relayKeyFields).meta({ id: 'RelayKey' });

export const relayKeyListBody = z.object({ items: z.array(relayKeyBody) });

export const issuedRelayKeyBody = z
  .object({
    ...relayKeyFields,
    key: z.string().meta({
      description: '32 letters and digits, for the place of an integration key. It is shown this once.',
    }),
  })
  .meta({ id: 'IssuedRelayKey' });
