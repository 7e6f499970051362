import { Command, InvalidArgumentError } from 'commander';
import { formatSettingList } from '../config/format-settings.ts';
import type { CommandContext } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { version } from './version.ts';

function wholeNumber(min: number, max: number) {
  return (value: string): number => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max}.`);
  };
}

const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

const examples = (...lines: string[]) => `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;

/** `--config` and `--data`, which say where settings and data are. */
const withPlaces = (command: Command) =>
  command
    .option('--config <file>', 'settings file (default: ./tocsin.yml, if it is there)')
    .option('--data <folder>', 'data folder (default: ./data)');

/** `--url` and `--api-key`, which say which server to call. */
const withServer = (command: Command) =>
  command
    .option('--url <url>', 'the server (default: TOCSIN_URL, else the one on this machine)')
    .option('--api-key <key>', 'API key (default: TOCSIN_API_KEY; not needed on the same machine)');

/** A command that only holds others. */
const group = (program: Command, name: string, description: string, ...lines: string[]) =>
  program
    .command(name)
    .description(description)
    .helpCommand(false)
    .addHelpText('after', examples(...lines));

/**
 * The command line. `exit` is told the code of a command that has one of its own. What a command does is imported when it
 * is called for: all of them together are most of a second, which `--help` and `send` need not wait for.
 */
export function createProgram(context: CommandContext, exit: (code: ExitCode) => void): Command {
  const program = new Command('tocsin')
    .description('Gets every alert to PagerDuty: on time, in order, once, and closed again when it is over.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(--help explains)')
    .addHelpText(
      'after',
      `${examples(
        'tocsin serve',
        "tocsin send --connector sandbox --summary 'Disk full' --severity critical",
        'tocsin sandbox',
      )}\n\nNot affiliated with Elastic or PagerDuty.`,
    );

  withPlaces(program.command('serve'))
    .description('run the server')
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('--port <number>', 'port to listen on (default: 5640; 0: any free one)')
    .option('--no-build', 'serve the screens as they are, also when they are older than their sources')
    .addHelpText('after', examples('tocsin serve', 'tocsin serve --data /var/lib/tocsin --port 8080'))
    .action(async (flags) => exit(await (await import('./serve.ts')).serve(context, flags)));

  program
    .command('demo')
    .description('watch ten incidents, a PagerDuty that fails and a server that is killed, in about a minute')
    .option('--fast', 'with shorter pauses')
    .addHelpText(
      'after',
      `${examples('tocsin demo', 'tocsin demo --fast')}

Nothing leaves this machine, and nothing stays on it.
Exit codes: 0 nothing was lost, and nothing opened twice; 1 something was, or the demo failed.`,
    )
    .action(async (flags) => exit(await (await import('./demo.ts')).demo(context, flags)));

  withPlaces(program.command('send'))
    .description('hand one event to the server, which delivers it, and print its dedup key')
    .option('--connector <id>', 'the connector to send through')
    .option('--event-action <action>', 'trigger (default), acknowledge, resolve or change')
    .option('--dedup-key <key>', 'joins events of one incident; needed to acknowledge and resolve')
    .option('--summary <text>', 'what is wrong, at most 1024 characters')
    .option('--severity <severity>', 'critical, error, warning or info (default)')
    .option('--source <text>', 'the affected system, preferably its host name')
    .option('--timestamp <time>', 'when it was detected, ISO 8601')
    .option('--component <text>', 'the part that is responsible, such as mysql or eth0')
    .option('--group <text>', 'a logical group, such as app-stack')
    .option('--class <text>', 'the kind of event, such as "ping failure"')
    .option('--custom-details <json>', 'a JSON object with anything else')
    .option('--link <text=url>', 'a link; may be repeated', collect)
    .option('--image <text=url>', 'an image, https only; may be repeated', collect)
    .option('--client <name>', 'the monitoring system')
    .option('--client-url <url>', 'its URL')
    .option('--json', 'read params as JSON from standard input; flags go before them')
    .option('--url <url>', 'the server (default: TOCSIN_URL, else the one on this machine)')
    .option('--api-key <key>', 'API key (default: TOCSIN_API_KEY; not needed on the same machine)')
    .option(
      '--wait [seconds]',
      'wait until it was delivered; with a number, no longer than that',
      wholeNumber(1, 1_000_000),
    )
    .option('--now', 'one attempt now, never repeated: fails where PagerDuty does')
    .option('--direct', 'one attempt now from here, past the server')
    .option('--api-url <url>', 'with --direct: where to (default: PagerDuty, US)')
    .option(
      '--routing-key-file <file>',
      'with --direct: file with the integration key (default: TOCSIN_ROUTING_KEY)',
    )
    .addHelpText(
      'after',
      `${examples(
        "key=$(tocsin send --connector sandbox --summary 'Disk full' --severity critical --source db1)",
        'tocsin send --connector sandbox --event-action acknowledge --dedup-key "$key"',
        'tocsin send --connector sandbox --event-action resolve --dedup-key "$key"',
        `echo '{"summary":"Disk full"}' | tocsin send --connector sandbox`,
        "tocsin send --connector sandbox --event-action change --summary 'Build 7 deployed'",
        "tocsin send --connector sandbox --summary 'Disk full' --wait 30",
        "TOCSIN_ROUTING_KEY=… tocsin send --direct --summary 'Tocsin itself is down'",
      )}

Exit codes: 0 kept, and will be delivered; with --wait, --now or --direct: delivered;
2 the event or the command line is wrong; 3 refused on the way or by PagerDuty, or the connector can not be used;
4 may succeed later (after --wait: it is kept, and still waits); 5 no server, or it refused the sign-in;
78 a setting is wrong.`,
    )
    .action(async (flags) => exit(await (await import('./send.ts')).send(context, flags)));

  const deadLetters = group(
    program,
    'dead-letters',
    'what PagerDuty refused, or was given up or cancelled: read it, send it again, purge it',
    'tocsin dead-letters list',
    'tocsin dead-letters show 42',
    'tocsin dead-letters resend 42',
  );
  const ofDeadLetters = (name: string) => withServer(withPlaces(deadLetters.command(name)));
  const deadLetterCodes = `
Exit codes: 0 done; 1 there is no such dead letter; 2 the edited event or the command line is wrong; 3 refused, as for
what is outdated; 4 may succeed later; 5 no server, or it refused the sign-in; 78 a setting is wrong.`;
  ofDeadLetters('list')
    .description('list the dead letters, the newest first')
    .option('--limit <number>', 'how many at most', wholeNumber(1, 100_000), 50)
    .option('--connector <id>', 'only those that came through this connector')
    .option('--reason <reason>', 'only those with this reason, such as cancelled')
    .option('--json', 'print them as JSON')
    .addHelpText(
      'after',
      examples('tocsin dead-letters list', 'tocsin dead-letters list --connector on-call --json'),
    )
    .action(async (flags) => (await import('./dead-letters.ts')).deadLettersList(context, flags));
  ofDeadLetters('show')
    .description('show all about one: every attempt, what PagerDuty said, and what to do')
    .argument('<id>', 'as "tocsin dead-letters list" shows it')
    .option('--json', 'print it as JSON')
    .option('--params', 'print only what resend --edit takes')
    .addHelpText(
      'after',
      examples('tocsin dead-letters show 42', 'tocsin dead-letters show 42 --params > 42.json'),
    )
    .action(async (id, flags) => (await import('./dead-letters.ts')).deadLettersShow(context, id, flags));
  ofDeadLetters('resend')
    .description('send dead letters again, in their old order, each at the end of its lane')
    .argument('[ids...]', 'as "tocsin dead-letters list" shows them')
    .option('--all', 'all there are')
    .option('--connector <id>', 'with --all: only those that came through this connector')
    .option('--reason <reason>', 'with --all: only those with this reason')
    .option('--edit <file>', 'for one id: send what is in this file, as show --params printed it')
    .option('--force', 'also what a newer event of its incident has overtaken')
    .option('--json', 'print what became of them as JSON')
    .addHelpText(
      'after',
      `${examples(
        'tocsin dead-letters resend 42 43',
        'tocsin dead-letters resend 42 --edit 42.json',
        'tocsin dead-letters resend --all --reason expired',
      )}\n${deadLetterCodes}`,
    )
    .action(async (ids, flags) =>
      exit(await (await import('./dead-letters.ts')).deadLettersResend(context, ids, flags)),
    );
  ofDeadLetters('purge')
    .description('take dead letters off the list; they stay in the delivery log')
    .argument('[ids...]', 'as "tocsin dead-letters list" shows them')
    .option('--all', 'all there are')
    .option('--connector <id>', 'with --all: only those that came through this connector')
    .option('--reason <reason>', 'with --all: only those with this reason')
    .option('--json', 'print what became of them as JSON')
    .addHelpText(
      'after',
      `${examples('tocsin dead-letters purge 42', 'tocsin dead-letters purge --all --reason cancelled')}\n${deadLetterCodes}`,
    )
    .action(async (ids, flags) =>
      exit(await (await import('./dead-letters.ts')).deadLettersPurge(context, ids, flags)),
    );

  program
    .command('sandbox')
    .description('run a PagerDuty to practise on, alone')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on; 0: any free one', wholeNumber(0, 65_535), 5641)
    .addHelpText('after', examples('tocsin sandbox', 'tocsin sandbox --port 0'))
    .action(async (flags) => exit(await (await import('./sandbox.ts')).sandbox(context, flags)));

  const config = group(program, 'config', 'look at the settings', 'tocsin config check');
  withPlaces(config.command('check'))
    .description('print the settings in force and where each comes from; secrets are masked')
    .option('--host <address>', 'as for serve')
    .option('--port <number>', 'as for serve')
    .addHelpText(
      'after',
      `${examples('tocsin config check', 'tocsin config check --config /etc/tocsin.yml')}

Settings, in the settings file or as environment variables:

${formatSettingList()}`,
    )
    .action(async (flags) => (await import('./config-check.ts')).configCheck(context, flags));

  const rules = group(
    program,
    'rules',
    'rules as files: what was made by the API as a file, and a schema for editors',
    'tocsin rules export --all > rules/all.yml',
    'tocsin rules schema > rules.schema.json',
  );
  withServer(withPlaces(rules.command('export')))
    .description('write rules of the running server as a file that rules.files can bring')
    .option('--id <id>', 'the rule with this id; may be repeated', collect)
    .option('--all', 'all that do not come from a file already')
    .addHelpText(
      'after',
      `${examples(
        'tocsin rules export --id disks --id web > rules/mine.yml',
        'tocsin rules export --all > rules/all.yml',
      )}

Exit codes: 0 done; 1 there is no such rule; 2 the command line is wrong; 5 no server, or it refused the sign-in;
78 a setting is wrong.`,
    )
    .action(async (flags) => (await import('./rules.ts')).rulesExport(context, flags));
  rules
    .command('schema')
    .description('print a JSON schema of files of rules, for editors')
    .addHelpText('after', examples('tocsin rules schema > rules.schema.json'))
    .action(async () => (await import('./rules.ts')).rulesSchema(context));

  const network = group(
    program,
    'network',
    'look at how hosts are reached',
    'tocsin network check https://events.pagerduty.com',
  );
  withPlaces(network.command('check'))
    .description('show step by step how a connector or a rule would reach a host; nothing is sent to it')
    .argument('<url>', 'an http or https URL, such as the API URL of a connector')
    .option('--rules', 'by the settings of what rules call, rules.sources, and not those of connectors')
    .option('--json', 'print the steps as JSON')
    .addHelpText(
      'after',
      `${examples(
        'tocsin network check https://events.pagerduty.com',
        'tocsin network check --rules https://prometheus.example.com',
        'tocsin network check --config /etc/tocsin.yml https://events.eu.pagerduty.com/v2/enqueue',
      )}

Exit codes: 0 it can be reached; 1 it can not; 2 that is no URL; 78 a setting is wrong.`,
    )
    .action(async (url, flags) =>
      exit(await (await import('./network-check.ts')).networkCheck(context, url, flags)),
    );

  withPlaces(program.command('backup'))
    .description('copy the database, also while the server runs')
    .argument('<file>', 'where to; must not exist')
    .addHelpText('after', examples('tocsin backup tocsin-$(date +%F).db'))
    .action(async (file, flags) => (await import('./backup.ts')).backup(context, file, flags));

  withPlaces(program.command('restore'))
    .description('put a backup in the place of the database; the server must not run')
    .argument('<file>', 'a file that "tocsin backup" made')
    .option('--force', 'replace the database that is there (it is kept beside the new one)')
    .addHelpText(
      'after',
      examples('tocsin restore tocsin-2026-11-23.db', 'tocsin restore --force tocsin-2026-11-23.db'),
    )
    .action(async (file, flags) => (await import('./restore.ts')).restore(context, file, flags));

  const user = group(
    program,
    'user',
    'manage who may sign in, on the data folder itself',
    'tocsin user add alice',
    'tocsin user list',
  );
  const passwordHelp = 'The password is asked for at a terminal, or taken from standard input.';
  withPlaces(user.command('add'))
    .description('add a user')
    .argument('<name>')
    .option('--generate', 'make up a password and print it')
    .addHelpText(
      'after',
      `\n${passwordHelp}\n${examples('tocsin user add alice', 'tocsin user add alice --generate')}`,
    )
    .action(async (name, flags) => (await import('./user.ts')).userAdd(context, name, flags));
  withPlaces(user.command('password'))
    .description('set a password, also when the old one is lost')
    .argument('<name>')
    .option('--generate', 'make up a password and print it')
    .addHelpText('after', `\n${passwordHelp}\n${examples('tocsin user password admin')}`)
    .action(async (name, flags) => (await import('./user.ts')).userPassword(context, name, flags));
  withPlaces(user.command('link'))
    .description('print a link that signs a browser in once, within the hour')
    .argument('[name]', 'who is signed in', 'admin')
    .addHelpText('after', examples('tocsin user link', 'tocsin user link alice'))
    .action(async (name, flags) => (await import('./user.ts')).userLink(context, name, flags));
  withPlaces(user.command('remove'))
    .description('remove a user')
    .argument('<name>')
    .addHelpText('after', examples('tocsin user remove alice'))
    .action(async (name, flags) => (await import('./user.ts')).userRemove(context, name, flags));
  withPlaces(user.command('list'))
    .description('list the users')
    .addHelpText('after', examples('tocsin user list'))
    .action(async (flags) => (await import('./user.ts')).userList(context, flags));

  const key = group(
    program,
    'key',
    'manage API keys and the encryption key, on the data folder itself',
    'tocsin key create terraform',
    'tocsin key rotate',
  );
  withPlaces(key.command('create'))
    .description('make an API key and print it, this once')
    .argument('<name>', 'what it is for')
    .option('--expires-in-days <days>', 'default: it does not expire', wholeNumber(1, 36_500))
    .addHelpText(
      'after',
      examples('tocsin key create terraform', 'tocsin key create ci --expires-in-days 90'),
    )
    .action(async (name, flags) => (await import('./key.ts')).keyCreate(context, name, flags));
  withPlaces(key.command('list'))
    .description('list the API keys')
    .addHelpText('after', examples('tocsin key list'))
    .action(async (flags) => (await import('./key.ts')).keyList(context, flags));
  withPlaces(key.command('revoke'))
    .description('revoke an API key')
    .argument('<id>')
    .addHelpText('after', examples('tocsin key revoke 7hL0kV2mTq3xWc1Z'))
    .action(async (id, flags) => (await import('./key.ts')).keyRevoke(context, id, flags));
  withPlaces(key.command('rotate'))
    .description('seal every secret with a new encryption key')
    .option('--forget-lost', 'give up secrets whose key is lost; their connectors ask for them again')
    .addHelpText('after', examples('tocsin key rotate', 'tocsin key rotate --forget-lost'))
    .action(async (flags) => (await import('./key.ts')).keyRotate(context, flags));

  return program;
}
