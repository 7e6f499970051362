/**
 * What asking costs at least: undici, a connection that is kept, a GET, its body read. At an even pace, each by a timer
 * as they would come due, or by ten workers one after the other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';

const task = z
  .object({ url: z.string(), requests: z.int(), perSecond: z.number().nullable() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const workers = 10;
const warmUp = 1000;
const { origin, pathname } = new URL(task.url);
const pool = new Pool(origin, { connections: 64 });

async function ask(): Promise<void> {
  const { statusCode, body } = await pool.request({ path: pathname, method: 'GET' });
  await body.text();
  if (statusCode !== 200) throw new Error(`the server answered ${statusCode}`);
}

async function loop(requests: number): Promise<void> {
  let left = requests;
  const work = async () => {
    while (left-- > 0) await ask();
  };
  await Promise.all(Array.from({ length: workers }, work));
}

async function steadily(requests: number, perSecond: number): Promise<void> {
  const startedAt = performance.now();
  const underWay: Promise<void>[] = [];
  for (let n = 0; n < requests; n++) {
    const wait = startedAt + (n * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    underWay.push(ask());
  }
  await Promise.all(underWay);
}

await loop(warmUp);
const before = process.cpuUsage();
await (task.perSecond === null ? loop(task.requests) : steadily(task.requests, task.perSecond));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ microseconds: (user + system) / task.requests }));
await pool.close();
