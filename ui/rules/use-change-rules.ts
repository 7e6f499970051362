import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { wordsOf } from '../api/api-error.ts';
import { ruleTexts as words } from '../texts/rules.ts';
import { changeRules, type ListedRule, type RuleChange } from './rules-api.ts';

/** The name of a rule, or how many there are. */
export const whatOf = (rules: readonly Pick<ListedRule, 'name'>[]): string =>
  rules.length === 1 ? `“${rules[0]?.name ?? ''}”` : words.these(rules.length);

/** Changes rules, says what has come of it, and has what is shown read again. */
export function useChangeRules() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ rules, what }: { rules: readonly ListedRule[]; what: RuleChange }) => {
      const results = await changeRules(
        rules.map(({ id }) => id),
        what,
      );
      return results.filter(({ error }) => error !== null);
    },
    onSuccess: (faults, { rules, what }) => {
      const [first] = faults;
      const done = rules.filter(({ id }) => faults.every((fault) => fault.id !== id));
      if (done.length > 0) notifications.show({ message: words.done[what.action](whatOf(done)) });
      if (first === undefined) return;
      const message = words.failed(faults.length, rules.length, first.error ?? '');
      notifications.show({ message, color: 'red', autoClose: false });
    },
    onError: (error) => {
      notifications.show({ message: wordsOf(error), color: 'red', autoClose: false });
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['part'] }),
        queries.invalidateQueries({ queryKey: ['rule'] }),
        queries.invalidateQueries({ queryKey: ['alerting'] }),
      ]),
  });
}
