import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from 'commander';
import { createProgram } from './program.ts';

const context = { env: {}, cwd: '/', print: () => {}, note: () => {} };

/** A command and all below it, by what one types. */
function commandsBelow(command: Command, words: string): [words: string, command: Command][] {
  const below = command.commands.flatMap((each) => commandsBelow(each, `${words} ${each.name()}`));
  return [[words, command], ...below];
}

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return help;
}

const all = commandsBelow(
  createProgram(context, () => {}),
  'tocsin',
);

test('every command that was promised is there', () => {
  assert.deepEqual(all.map(([words]) => words.slice('tocsin '.length)).sort(), [
    '',
    'backup',
    'config',
    'config check',
    'dead-letters',
    'dead-letters list',
    'dead-letters purge',
    'dead-letters resend',
    'dead-letters show',
    'demo',
    'key',
    'key create',
    'key list',
    'key revoke',
    'key rotate',
    'network',
    'network check',
    'restore',
    'rules',
    'rules export',
    'rules schema',
    'sandbox',
    'send',
    'serve',
    'user',
    'user add',
    'user link',
    'user list',
    'user password',
    'user remove',
  ]);
});

for (const [words, command] of all) {
  test(`${words} --help says what it does and gives an example of it`, () => {
    const help = helpOf(command);
    assert.ok(command.description().length > 0);
    const [, examples = ''] = help.split('\nExamples:\n');
    const [first = ''] = examples.split('\n');
    assert.ok(first.includes(words) && first.startsWith('  '), help);
  });
}
