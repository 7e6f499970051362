import { runCommandLine } from './cli/run-command-line.ts';

// Whatever this process writes is for its user alone: the data directory holds keys.
process.umask(0o077);

// Who reads what is printed may have read enough (`| head`); that is no reason to complain, nor to stop serving.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runCommandLine(process.argv.slice(2), process.env, process.cwd());
