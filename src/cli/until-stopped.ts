import { once } from 'node:events';

/** Often enough for whoever waits at a terminal, and one system call a second for the machine. */
const lookEvery = 1000;

/**
 * Settles when this process is asked to end: by SIGTERM, SIGINT, or, under npm, by the end of the shell that npm has
 * put in between. That shell dies of a SIGTERM without handing it on, and nothing else would end what it started.
 */
export async function untilStopped(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const parent = process.ppid;
  const look = () => {
    if (process.ppid !== parent) ended.resolve();
  };
  const timer = env.npm_lifecycle_event === undefined ? undefined : setInterval(look, lookEvery).unref();
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT'), ended.promise]);
  clearInterval(timer);
  // A second Ctrl-C, or the one that npm passes on as well, must not cut the stop short.
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => {});
}
