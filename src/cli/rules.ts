import { z } from 'zod';
import { ruleBody } from '../api/rules.ts';
import { ruleFileSchema } from '../rules/files/rule-file-schema.ts';
import { ruleTypes } from '../rules/types/rule-types.ts';
import { askServer, type ServerFlags } from './call-server.ts';
import type { CommandContext } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { exportedRules } from './exported-rules.ts';

/** So many rules are asked for at once. */
const pageSize = 500;
const page = z.object({ total: z.int(), data: z.array(ruleBody) });

export interface ExportFlags extends ServerFlags {
  readonly id?: readonly string[];
  readonly all?: boolean;
}

/** `tocsin rules export --id ID… | --all`. */
export async function rulesExport(context: CommandContext, flags: ExportFlags): Promise<void> {
  if ((flags.id === undefined) === (flags.all !== true)) {
    const problem = flags.all === true ? 'Either --id or --all, not both' : 'Which ones? Give --id, or --all';
    throw new CommandError(exitCodes.usage, `${problem}.`);
  }
  const found =
    flags.id === undefined ? await allRules(context, flags) : await named(context, flags, flags.id);
  // What a file brings already is exported only when it is asked for by name.
  const rules = flags.all === true ? found.filter(({ managed_by }) => managed_by === undefined) : found;
  const left = found.length - rules.length;
  context.print(exportedRules(rules, ruleTypes).trimEnd());
  if (left > 0)
    context.note(
      `${left} rule${left === 1 ? ' comes' : 's come'} from files already: --id exports one of them.`,
    );
}

/** `tocsin rules schema`. */
export function rulesSchema(context: CommandContext): void {
  context.print(JSON.stringify(ruleFileSchema(ruleTypes.values()), null, 2));
}

async function named(context: CommandContext, flags: ExportFlags, ids: readonly string[]) {
  const rules: z.output<typeof ruleBody>[] = [];
  for (const id of new Set(ids)) {
    const path = `/api/alerting/rule/${encodeURIComponent(id)}`;
    const request = { method: 'GET', path, exitCodes: { 404: exitCodes.failed } } as const;
    rules.push(await askServer(context, flags, request, ruleBody));
  }
  return rules;
}

async function allRules(context: CommandContext, flags: ExportFlags) {
  const rules = new Map<string, z.output<typeof ruleBody>>();
  for (let number = 1; ; number++) {
    const query = new URLSearchParams({ per_page: String(pageSize), page: String(number) });
    const path = `/api/alerting/rules/_find?${query}`;
    const { data, total } = await askServer(context, flags, { method: 'GET', path }, page);
    for (const rule of data) rules.set(rule.id, rule);
    if (data.length === 0 || number * pageSize >= total) break;
  }
  return [...rules.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
