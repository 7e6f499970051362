import type { AlertState } from '../../alerts/alert-state.ts';
import type { Severity } from '../../pagerduty/event.ts';
import type { Rule } from '../rule.ts';
import type { RuleRuns } from '../rule-runs.ts';
import type { Rules } from '../rules.ts';
import { orderOf } from './alert-order.ts';
import { hasWords, searchWords } from './matches-words.ts';
import { severityOfAlert } from './severity-of-alert.ts';

/** An alert with its rule, as people look at it. */
export interface BoardAlert {
  readonly rule: Rule;
  readonly alert: AlertState;
  /** `null`: nobody has said. */
  readonly severity: Severity | null;
}

/** What is looked for; what is absent does not bind. */
export interface BoardFilter {
  readonly state?: 'active' | 'recovered' | undefined;
  readonly severity?: Severity | 'unknown' | undefined;
  readonly group?: string | undefined;
  readonly ruleId?: string | undefined;
  /** Words, each of which is somewhere in the alert, what it told or its rule. */
  readonly search?: string | undefined;
}

export interface BoardPart {
  /** How many meet the filter. */
  readonly total: number;
  readonly alerts: readonly BoardAlert[];
}

/** How many alerts are active. */
export type ActiveCounts = Readonly<Record<Severity | 'unknown', number>>;

interface Row extends BoardAlert {
  /** What is searched; made when somebody searches. */
  text: string | undefined;
}

const ranks = { critical: 0, error: 1, warning: 2, info: 3, unknown: 4 };
const recoveredRank = 5;
/** Filters whose result is remembered until something changes: those who page through it ask again and again. */
const mostResults = 20;

const severityName = ({ severity }: BoardAlert) => severity ?? 'unknown';
const rankOf = (row: BoardAlert) =>
  row.alert.status === 'active' ? ranks[severityName(row)] : recoveredRank;
const timeOf = ({ alert }: BoardAlert) => alert.end ?? alert.start;

export interface AlertBoardDependencies {
  readonly rules: Pick<Rules, 'all' | 'subscribe'>;
  readonly runs: Pick<RuleRuns, 'loadAll' | 'memoryNow'>;
}

/**
 * The alerts of all rules, the worst first and the newest among those, then what has recovered lately. Alerts that are
 * held back by `alert_delay` are not among them. It is put together when somebody looks and something has changed
 * since, from what did not change and what did.
 */
export class AlertBoard {
  readonly #deps: AlertBoardDependencies;
  /** By the alerts of a rule as a whole, which are other ones after each change. */
  readonly #rows = new WeakMap<ReadonlyMap<string, AlertState>, { rule: Rule; rows: readonly Row[] }>();
  #all: readonly Row[] | undefined;
  #results = new Map<string, readonly Row[]>();

  constructor(dependencies: AlertBoardDependencies) {
    this.#deps = dependencies;
    dependencies.rules.subscribe(({ what }) => {
      if (what !== 'ran') this.#all = undefined;
    });
  }

  /** The part from the place `from` on. */
  async read(filter: BoardFilter, from: number, limit: number): Promise<BoardPart> {
    const found = this.#found(await this.#everything(), filter);
    return { total: found.length, alerts: found.slice(from, from + limit) };
  }

  async activeCounts(): Promise<ActiveCounts> {
    const counts = { critical: 0, error: 0, warning: 0, info: 0, unknown: 0 };
    for (const row of await this.#everything())
      if (row.alert.status === 'active') counts[severityName(row)]++;
    return counts;
  }

  async #everything(): Promise<readonly Row[]> {
    await this.#deps.runs.loadAll();
    if (this.#all !== undefined) return this.#all;
    const rows: Row[] = [];
    for (const rule of this.#deps.rules.all()) for (const row of this.#rowsOf(rule)) rows.push(row);
    const all: Row[] = [];
    for (const place of orderOf(rows, rankOf, timeOf)) {
      const row = rows[place];
      if (row !== undefined) all.push(row);
    }
    this.#results = new Map();
    this.#all = all;
    return all;
  }

  #rowsOf(rule: Rule): readonly Row[] {
    const alerts = this.#deps.runs.memoryNow(rule.id)?.alerts;
    if (alerts === undefined) return [];
    const known = this.#rows.get(alerts);
    if (known?.rule === rule) return known.rows;
    const rows: Row[] = [];
    for (const alert of alerts.values()) {
      if (alert.status === 'delayed') continue;
      rows.push({ rule, alert, severity: severityOfAlert(alert, rule), text: undefined });
    }
    this.#rows.set(alerts, { rule, rows });
    return rows;
  }

  #found(all: readonly Row[], filter: BoardFilter): readonly Row[] {
    const { state, severity, group, ruleId, search = '' } = filter;
    const name = JSON.stringify([state, severity, group, ruleId, search]);
    const known = this.#results.get(name);
    if (known !== undefined) return known;
    const words = searchWords(search);
    const found = all.filter(
      (row) =>
        (state === undefined || row.alert.status === state) &&
        (severity === undefined || severityName(row) === severity) &&
        (group === undefined || row.alert.group === group) &&
        (ruleId === undefined || row.rule.id === ruleId) &&
        (words.length === 0 || hasWords(textOf(row), words)),
    );
    if (this.#results.size >= mostResults) this.#results = new Map();
    this.#results.set(name, found);
    return found;
  }
}

function textOf(row: Row): string {
  const { alert, rule } = row;
  row.text ??= [alert.id, alert.group, alert.told?.summary ?? '', rule.name, ...rule.tags]
    .join('\n')
    .toLowerCase();
  return row.text;
}
