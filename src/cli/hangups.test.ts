import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { heedHangups } from './hangups.ts';

after(() => process.removeAllListeners('SIGHUP'));

test('a SIGHUP that comes before anybody can reload is made up for, once', () => {
  const hangups = heedHangups();
  let reloads = 0;
  process.emit('SIGHUP');
  process.emit('SIGHUP');
  assert.equal(reloads, 0);
  hangups.use(() => reloads++);
  assert.equal(reloads, 1);
  process.emit('SIGHUP');
  assert.equal(reloads, 2);
});
