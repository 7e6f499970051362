import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitSummary } from './fit-summary.ts';

for (const text of ['', 'short', 's'.repeat(1024), '🔑'.repeat(1024)]) {
  test(`a summary of ${Array.from(text).length} characters, ${text.length} units, stays`, () => {
    assert.deepEqual(fitSummary(text), { summary: text });
  });
}

for (const letter of ['s', '🔑']) {
  test(`a summary of 2,000 ${letter} is cut to 1,023 and an ellipsis, never through a pair`, () => {
    const full = letter.repeat(2_000);
    assert.deepEqual(fitSummary(full), {
      summary: `${letter.repeat(1_023)}…`,
      cut: { full, note: 'summary cut from 2,000 to 1,024 characters' },
    });
  });
}
