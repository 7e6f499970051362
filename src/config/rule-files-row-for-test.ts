import type { SettingRow } from './setting-row-for-test.ts';

const use = 'use a list of paths of files, in which * stands for anything in a name and ** for any folders';

/** The row of the files of rules; what is read from them: read-rule-files.test.ts. */
export const ruleFilesRow: SettingRow = {
  key: 'rules.files',
  otherwise: [],
  good: [['[]', []]],
  bad: [
    ['rules/*.yml', `is "rules/*.yml": ${use}`],
    ['[5]', `, entry 1, is 5: ${use}`],
  ],
};
