import { z } from 'zod';

const settingItem = z
  .object({
    key: z.string().meta({ description: 'As in `tocsin.yml`, dotted.' }),
    value: z.string().meta({ description: 'In force, as one would write it; masked when `secret`.' }),
    source: z.enum(['default', 'file', 'environment', 'flag']),
    where: z
      .string()
      .nullable()
      .meta({ description: 'File and line, the variable, or the flag; null for a default.' }),
    secret: z.boolean(),
    description: z.string(),
    default: z.string(),
    after_restart: z.string().nullable().meta({
      description:
        'What was read since and counts after a restart, masked when `secret`; null: nothing waits for one.',
    }),
  })
  .meta({ id: 'EffectiveSetting' });

export const settingsBody = z
  .object({
    file: z.string().nullable().meta({ description: 'The settings file that was read; null: none.' }),
    items: z.array(settingItem),
  })
  .meta({
    id: 'EffectiveSettings',
    description: 'Every setting in force and where it comes from, as `tocsin config check` tells it.',
  });

export type EffectiveSettings = z.output<typeof settingsBody>;
