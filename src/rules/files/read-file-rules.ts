import { z } from 'zod';
import { fileRuleBody, ruleFileBody } from '../../api/rule-file.ts';
import { Refusal } from '../../refusal.ts';
import { parseDuration } from '../duration.ts';
import { jsonObjectOf } from '../json-object.ts';
import type { RuleDraft } from '../rule-draft.ts';
import { ruleFromWire } from '../rule-from-wire.ts';
import type { RuleType } from '../rule-type.ts';
import { saidBy } from '../said-by.ts';
import { actionParamsFault } from '../validate-action-params.ts';
import { type GroupedAction, saidByAction, timingFaults } from '../validate-actions.ts';
import { checkInterval, type ScheduleSettings } from '../validate-schedule.ts';
import { actionUuids } from './action-uuids.ts';
import { type Mistake, mistakesOf } from './describe-mistake.ts';
import { type FileFault, type FileRule, faultOf, type RulePlace } from './file-rule.ts';

/** A file of rules whose text was read. */
export interface RuleFileContent {
  readonly name: string;
  /** What stands in it; `null`: nothing. */
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

interface ReadContext {
  readonly types: ReadonlyMap<string, RuleType>;
  readonly settings: ScheduleSettings;
}

/**
 * The rules of some files, judged as far as the files, the types and the settings tell; whether connectors are there and
 * ids are free only the server knows. All that is wrong is told at once; `rules` are those that are right.
 */
export function readFileRules(
  files: readonly RuleFileContent[],
  context: ReadContext,
): { readonly rules: readonly FileRule[]; readonly faults: readonly FileFault[] } {
  const rules: FileRule[] = [];
  const faults: FileFault[] = [];
  const places = new Map<string, string>();
  for (const { name, value, lineOf } of files) {
    if (value === null) continue;
    const { error } = wholeFile.safeParse(value);
    for (const { path, words } of mistakesOf(ruleFileBody, value, error?.issues ?? []))
      faults.push({ file: name, line: lineOf(path), message: words });
    const list = looseFile.safeParse(value).data?.rules ?? [];
    for (const [index, raw] of list.entries()) {
      const named = namedRule.safeParse(raw);
      const at = {
        ...(named.success && { id: named.data.id }),
        index,
        file: name,
        lineOf: (path: readonly PropertyKey[]) => lineOf(['rules', index, ...path]),
      };
      if (named.success) {
        const { id } = named.data;
        const first = places.get(id);
        const words = `its id is there twice, in ${first} and here: give one of them another`;
        if (first === undefined) places.set(id, `${name} line ${at.lineOf([])}`);
        else faults.push(faultOf(at, ['id'], words));
      }
      const read = readRule(raw, at, context);
      if (Array.isArray(read)) faults.push(...read.map(({ path, words }) => faultOf(at, path, words)));
      else rules.push(read);
    }
  }
  return { rules, faults };
}

const namedRule = z.object({ id: z.string().min(1) });
const looseRule = z.object({ rule_type_id: z.string(), params: z.unknown().optional() });

/** The frame of a file: its rules are judged one by one. */
const wholeFile = z.strictObject({
  rules: z.array(z.unknown()).nullish(),
  /** Judged by whoever reads the settings. */
  connectors: z.unknown().optional(),
});
/** What can be judged whatever else stands there. */
const looseFile = z.object({ rules: z.array(z.unknown()).nullish() });

function readRule(raw: unknown, at: RulePlace, { types, settings }: ReadContext): FileRule | Mistake[] {
  const body = fileRuleBody.safeParse(raw);
  const mistakes = mistakesOf(fileRuleBody, raw, body.error?.issues ?? []);
  const loose = looseRule.safeParse(raw).data;
  const type = loose && types.get(loose.rule_type_id);
  if (loose !== undefined && type === undefined) {
    const known = [...types.keys()].sort().join(', ');
    const words = `there is no rule type "${loose.rule_type_id.slice(0, 100)}": use ${known}`;
    mistakes.push({ path: ['rule_type_id'], words });
  }
  const params = type?.params.safeParse(loose?.params ?? {});
  if (type !== undefined && params !== undefined)
    mistakes.push(...mistakesOf(type.params, loose?.params ?? {}, params.error?.issues ?? [], ['params']));
  if (!body.success || type === undefined) return unique(mistakes);

  const { id, rule_type_id: typeId, consumer, enabled } = body.data;
  const draft = ruleFromWire(body.data);
  const interval = parseDuration(draft.interval);
  if (interval === undefined)
    return [{ path: ['schedule', 'interval'], words: 'schedule.interval is no duration' }];
  const tooShort = refusedBy(() => checkInterval(interval, 'creating', settings));
  if (tooShort !== undefined) mistakes.push({ path: ['schedule', 'interval'], words: tooShort });
  const actions = groupedActions(id, draft, type, mistakes);
  for (const [index, action] of actions.entries()) {
    const words = [
      ...timingFaults(draft, [action], interval),
      ...(actionParamsFault(action.draft.params) ?? '').split('\n✖').filter((text) => text !== ''),
    ];
    const path = ['actions', index];
    mistakes.push(...words.map((each) => ({ path, words: `actions.${index}: ${oneLine(each)}` })));
  }
  if (mistakes.length > 0 || params?.success !== true) return unique(mistakes);
  return {
    ...at,
    id,
    typeId,
    consumer,
    enabled,
    said: saidBy(draft, jsonObjectOf(Object(params.data)), interval),
    actions: actions.map(saidByAction),
  };
}

function groupedActions(id: string, draft: RuleDraft, type: RuleType, mistakes: Mistake[]): GroupedAction[] {
  const uuids = actionUuids(id, draft.actions);
  const groups = [...type.groups, type.recoveryGroup].map((group) => group.id);
  return draft.actions.map((action, index) => {
    const uuid = uuids[index] ?? '';
    const { group = type.defaultGroup } = action;
    if (action.group === undefined || !groups.includes(group)) {
      const is = action.group === undefined ? 'is missing' : `is "${group.slice(0, 100)}"`;
      const words = `actions.${index}.group ${is}: use ${groups.join(', ')}`;
      mistakes.push({ path: ['actions', index, 'group'], words });
    }
    if (uuids.indexOf(uuid) < index) {
      const words = `actions.${index}.uuid is that of another action: give it one of its own, or none`;
      mistakes.push({ path: ['actions', index, 'uuid'], words });
    }
    return { draft: action, uuid, group };
  });
}

/** A fault in several lines, as `_execute` tells it, in one. */
const oneLine = (words: string) =>
  words
    .replaceAll('\n  → at ', ' at ')
    .replaceAll(/\s*[\n✖]\s*/g, ' ')
    .trim();

function refusedBy(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

/** What holds for all actions is found with each of them. */
function unique(mistakes: readonly Mistake[]): Mistake[] {
  return [...new Map(mistakes.map((each) => [each.words, each])).values()];
}
