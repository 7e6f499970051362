import { createHash } from 'node:crypto';
import type { ActionDraft } from '../rule-draft.ts';

/**
 * Uuids for the actions of a rule in a file, which need not name any: made of what each is for (connector, group, event
 * action, summary or not), so that an action keeps its own while its texts are edited, and while others come, go or
 * change places.
 */
export function actionUuids(ruleId: string, actions: readonly ActionDraft[]): string[] {
  const counts = new Map<string, number>();
  return actions.map(({ uuid, connectorId, group, frequency, params }) => {
    if (uuid !== undefined) return uuid;
    const purpose = JSON.stringify([
      ruleId,
      connectorId,
      group,
      params.eventAction ?? 'trigger',
      frequency?.summary ?? false,
    ]);
    const count = counts.get(purpose) ?? 0;
    counts.set(purpose, count + 1);
    return uuidOf(`${purpose} ${count}`);
  });
}

/** In the form of a uuid of version 8, which is for those who make them in a way of their own (RFC 9562). */
function uuidOf(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
