import { z } from 'zod';
import { setting } from '../define-setting.ts';

/** What holds for all connectors. */
export const connectorsSection = z.object({
  deleteWithOpenIncidents: setting(z.enum(['refuse', 'resolve']), {
    default: 'refuse',
    description:
      "What happens when a connector is deleted while events wait or incidents are open that came through it: refuse answers 409 and how much of each; resolve deletes it, resolves what it alone has opened, and gives Kibana's clients the 204 that they expect.",
    format: 'refuse or resolve',
    example: 'resolve',
    reload: true,
  }),
});
