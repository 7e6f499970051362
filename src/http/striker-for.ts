import { secretStriker, worthStriking } from '../pagerduty/strike-secrets.ts';
import type { Services } from './app-types.ts';

/** What takes a connector's own secrets out of what a caller wrote, as `_execute` does (rule 16). */
export async function strikerFor(
  connectors: Pick<Services['connectors'], 'usable'>,
  id: string,
): Promise<(text: string) => string> {
  const { secrets } = await connectors.usable(id);
  const texts = Object.values(Object(secrets)).filter((value) => typeof value === 'string');
  return secretStriker(worthStriking(texts));
}
