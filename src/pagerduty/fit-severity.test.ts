import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitSeverity } from './fit-severity.ts';

const names = {
  critical: ['critical', 'CRITICAL', ' Critical ', 'crit', 'fatal', 'emergency', 'alert', 'major', 'Major'],
  error: ['error', 'err', 'minor', 'P1', 'urgent', 'none', '{{severity}}', 'constructor'],
  warning: ['warning', 'warn', 'WARN'],
  info: ['info', 'information', 'notice', 'ok', 'OK', 'debug'],
};
for (const [severity, texts] of Object.entries(names)) {
  for (const text of texts) {
    test(`severity "${text}" is sent as ${severity}, with a note if that is another word`, () => {
      const notes: string[] = [];
      assert.equal(
        fitSeverity(text, 'warning', (sentence) => notes.push(sentence)),
        severity,
      );
      assert.deepEqual(notes, text === severity ? [] : [`severity "${text}" sent as ${severity}`]);
    });
  }
}

for (const absent of [undefined, null, '', '  ']) {
  test(`severity ${JSON.stringify(absent)} is filled in`, () => {
    const notes: string[] = [];
    assert.equal(
      fitSeverity(absent, 'warning', (sentence) => notes.push(sentence)),
      'warning',
    );
    assert.deepEqual(notes, ['severity filled in as warning: the event had none']);
  });
}

for (const other of [1, true, {}, []]) {
  test(`severity ${JSON.stringify(other)} is sent as error`, () => {
    assert.equal(
      fitSeverity(other, 'info', () => undefined),
      'error',
    );
  });
}
