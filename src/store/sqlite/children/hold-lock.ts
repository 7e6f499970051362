import { acquireDataLock } from '../data-lock.ts';

/** Takes the data directory `dir` and prints `held`; lets go and ends when its input ends. */
const [dir = '', url = ''] = process.argv.slice(2);
const describe = { pid: process.pid, url: null, startedAt: '2026-11-23T12:00:00.000Z', version: '1.2.3' };
const lock = await acquireDataLock(dir, { describe, waitMs: 0 });
lock.announce({ url });
process.stdout.write('held\n');
process.stdin.resume().on('end', lock.release);
