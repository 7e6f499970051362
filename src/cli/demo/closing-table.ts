import type { Account, SeenCall } from './account.ts';

/** `3 a, 1 b`, leaving out what there is none of. */
function parts(...counts: readonly (readonly [count: number, words: string])[]): string {
  return counts
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ');
}

/** The account as a table: what, how many, and a remark. */
export function closingTable(account: Account, calls: readonly SeenCall[]): string[] {
  const { newer, over, moot, incidents, opened, wrong } = account;
  const failed = calls.filter(({ effect }) => effect === 'failed').length;
  const unanswered = calls.filter(({ status }) => status === undefined).length;
  const rows: readonly (readonly [what: string, count: number, remark: string])[] = [
    ['accepted', account.accepted, 'events that Tocsin answered with 202'],
    ['delivered', account.delivered, ''],
    [
      'superseded',
      newer + over + moot,
      parts([newer, 'by a newer one'], [over, 'over while waiting'], [moot, 'would change nothing']),
    ],
    ['dead letters', account.deadLetters, ''],
    ['still waiting', account.waiting, ''],
    ['lost', account.lost, ''],
    ['opened twice', account.openedTwice, ''],
    [
      'incidents',
      incidents,
      parts([opened, 'opened at PagerDuty'], [incidents - opened, 'over before anybody had to be woken']),
    ],
    [
      'not as told',
      wrong.length,
      wrong.length === 0 ? 'PagerDuty shows each as it was told' : wrong.join(', '),
    ],
    ['calls', calls.length, parts([failed, 'answered with 500'], [unanswered, 'whose answer was lost'])],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  return rows.map(([what, count, remark]) =>
    `  ${what.padEnd(width)}  ${String(count).padStart(4)}  ${remark}`.trimEnd(),
  );
}
