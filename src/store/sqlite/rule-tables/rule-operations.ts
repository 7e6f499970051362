import type { DatabaseSync } from 'node:sqlite';
import type { AlertRow, KeptRule } from '../../rule-store.ts';
import { text, textOrNull } from '../columns.ts';
import { type Row, Statement } from '../statement.ts';
import { inReadTransaction } from '../transaction.ts';
import { historyOperations } from './history-operations.ts';
import { pruneRulesOperation } from './prune-rules-operation.ts';
import { quietOperation } from './quiet-operation.ts';

/** What `RuleStore` promises, on one connection. What it keeps is written by `delivery.commit`. */
export function ruleOperations(database: DatabaseSync) {
  const columns = 'SELECT id, body, status FROM rule LEFT JOIN rule_state ON rule_id = id';
  const list = new Statement(database, `${columns} ORDER BY id`);
  const find = new Statement(database, `${columns} WHERE id = $id`);
  const state = new Statement(database, 'SELECT state FROM rule_state WHERE rule_id = $ruleId');
  const alerts = new Statement(
    database,
    'SELECT alert_id, state FROM rule_alert WHERE rule_id = $ruleId ORDER BY alert_id',
  );
  const alert = new Statement(
    database,
    'SELECT alert_id, state FROM rule_alert WHERE rule_id = $ruleId AND alert_id = $alertId',
  );

  return {
    'rules.list': () => list.all().map(toRule),
    'rules.find': (id: string) => {
      const row = find.get({ id });
      return row === undefined ? undefined : toRule(row);
    },
    'rules.loadState': (ruleId: string) =>
      inReadTransaction(database, () => ({
        ruleState: textOrNull(state.get({ ruleId }) ?? { state: null }, 'state'),
        alerts: alerts.all({ ruleId }).map(toAlert),
      })),
    'rules.findAlert': (ruleId: string, alertId: string) => {
      const row = alert.get({ ruleId, alertId });
      return row === undefined ? undefined : toAlert(row);
    },
    'rules.keepQuiet': quietOperation(database),
    ...historyOperations(database),
    'rules.prune': pruneRulesOperation(database),
  };
}

function toAlert(row: Row): AlertRow {
  return { id: text(row, 'alert_id'), state: text(row, 'state') };
}

function toRule(row: Row): KeptRule {
  return { id: text(row, 'id'), body: text(row, 'body'), status: textOrNull(row, 'status') };
}
