import { isDeepStrictEqual } from 'node:util';
import type { Rule } from '../rule.ts';
import type { Said } from '../said-by.ts';
import type { FileAction, FileRule } from './file-rule.ts';

/** What has to be done so that a rule is what its file says. */
export type FileChange =
  | { readonly kind: 'created' }
  /** It says something else than before. */
  | { readonly kind: 'changed'; readonly before: Rule }
  /** It became one of another type, which is another rule: the old one ends. */
  | { readonly kind: 'replaced'; readonly before: Rule }
  /** It stands in another file than before, and says the same. */
  | { readonly kind: 'moved'; readonly before: Rule }
  | { readonly kind: 'same'; readonly before: Rule }
  /** A rule has this id that no file brought. */
  | { readonly kind: 'taken'; readonly before: Rule };

/** Compares a rule as it is with what a file says. */
export function fileChange(before: Rule | undefined, wanted: FileRule): FileChange {
  if (before === undefined) return { kind: 'created' };
  if (before.managedBy === undefined) return { kind: 'taken', before };
  if (before.typeId !== wanted.typeId) return { kind: 'replaced', before };
  if (before.enabled !== wanted.enabled || !saysTheSame(before, wanted)) return { kind: 'changed', before };
  return { kind: before.managedBy.file === wanted.file ? 'same' : 'moved', before };
}

/** Whether a rule says what the file does, whether it is enabled apart. */
export function saysTheSame(before: Rule, { consumer, said, actions }: FileRule): boolean {
  const { consumer: consumerBefore, ...rest } = before;
  return isDeepStrictEqual(
    contentOf(consumerBefore, rest, before.actions.map(withoutType)),
    contentOf(consumer, said, actions),
  );
}

function withoutType({ connectorTypeId: _, ...action }: Rule['actions'][number]): FileAction {
  return action;
}

/** Everything that a file says of a rule, so that nothing that is new there is forgotten here. */
const compared: Readonly<Record<keyof Said, true>> = {
  name: true,
  tags: true,
  params: true,
  interval: true,
  notifyWhen: true,
  throttle: true,
  alertDelay: true,
  flapping: true,
  artifacts: true,
  autoResolve: true,
  onRuleEnd: true,
  errorsBeforeAlert: true,
};

/** As JSON has it, which is what is kept: something that is absent is the same as something undefined. */
function contentOf(consumer: string, said: Said, actions: readonly FileAction[]): unknown {
  const fields = Object.keys(compared).map((name) => [name, Reflect.get(said, name)]);
  return JSON.parse(JSON.stringify({ ...Object.fromEntries(fields), consumer, actions }));
}
