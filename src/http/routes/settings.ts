import { commonErrors } from '../../api/error-body.ts';
import { settingsBody } from '../../api/settings.ts';
import type { App, Services } from '../app-types.ts';

/** The settings in force. They are changed in the file, the environment or the flags. */
export function settingsRoutes(app: App, { effectiveSettings }: Pick<Services, 'effectiveSettings'>): void {
  app.get(
    '/api/tocsin/settings',
    {
      schema: {
        tags: ['status'],
        summary: 'Read the settings in force, and where each comes from',
        description: 'What is secret is masked.',
        response: { 200: settingsBody, ...commonErrors },
      },
    },
    async () => effectiveSettings(),
  );
}
