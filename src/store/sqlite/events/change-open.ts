import type { DatabaseSync } from 'node:sqlite';
import { type OpenChangeColumns, openForms } from './batch-columns.ts';
import { checkWhole } from './check-whole.ts';
import { actionCodes, openCodes } from './codes.ts';
import type { CountChange } from './counts.ts';

const trigger = actionCodes.indexOf('trigger');
const columns =
  'seq, target_id, hash, connector_id, source, dedup_key, shared, state, last_action, last_at, changed_at';

/** Keeps what is remembered of incidents that may be open (rule 11). Bare statements, as in `accept.ts`. */
export function openChanger(database: DatabaseSync) {
  const insertNew = database.prepare(
    `INSERT INTO open (${columns})
     SELECT seq, target_id, hash, connector_id, source, dedup_key, 0, ?2, ?3, ?4, ?4 FROM event
     WHERE seq = ?1 AND dedup_key IS NOT NULL
     ON CONFLICT DO NOTHING`,
  );
  // A trigger that may have arrived confirms nothing: what the older row had confirmed stays.
  const replace = database.prepare(
    `INSERT OR REPLACE INTO open (${columns})
     SELECT e.seq, e.target_id, e.hash, e.connector_id, e.source, e.dedup_key,
            coalesce(old.shared OR old.connector_id <> e.connector_id, 0), ?3,
            CASE WHEN ?4 IS NULL THEN old.last_action ELSE ?4 END,
            CASE WHEN ?4 IS NULL AND old.last_action IS NOT NULL THEN old.last_at ELSE ?5 END,
            ?5
     FROM event e LEFT JOIN open old ON old.seq = ?2
     WHERE e.seq = ?1 AND e.dedup_key IS NOT NULL`,
  );
  const exists = database.prepare('SELECT 1 FROM open WHERE seq = ?');
  const acknowledge = database.prepare(
    `UPDATE open SET last_action = ${actionCodes.indexOf('acknowledge')}, last_at = ?2, changed_at = ?2 WHERE seq = ?1`,
  );
  const remove = database.prepare('DELETE FROM open WHERE seq = ?');

  const tell = (seq: number, instead: number, state: number, action: number | null, at: number) => {
    if (instead === 0 && insertNew.run(seq, state, action, at).changes === 1) return 1;
    const old = instead === 0 ? seq : instead;
    const made = exists.get(seq) === undefined ? 1 : 0;
    if (replace.run(seq, old, state, action, at).changes !== 1) return 0;
    const removed = old !== seq && remove.run(old).changes === 1 ? 1 : 0;
    return made - removed;
  };

  return (changes: OpenChangeColumns, counts: CountChange): void => {
    for (const name of ['seq', 'instead', 'at'] as const) checkWhole(name, changes[name]);
    for (let index = 0; index < changes.seq.length; index++) {
      const seq = changes.seq[index] ?? 0;
      const instead = changes.instead[index] ?? 0;
      const at = changes.at[index] ?? 0;
      const form = changes.form[index];
      if (form === openForms.open) {
        counts.open += tell(seq, instead, openCodes.open, trigger, at);
      } else if (form === openForms.maybe_open) {
        counts.open += tell(seq, instead, openCodes.maybe_open, null, at);
      } else if (form === openForms.acknowledged) {
        acknowledge.run(seq, at);
      } else if (remove.run(seq).changes === 1) {
        counts.open--;
      }
    }
  };
}
