import { runCommandLine } from './cli/run-command-line.ts';

// Whatever this process writes is for its user alone: the data directory holds keys.
process.umask(0o077);

process.exitCode = await runCommandLine(process.argv.slice(2), process.env, process.cwd());
