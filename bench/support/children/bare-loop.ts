/**
 * The yardstick: a bare undici loop. Sixty-four workers, each with a connection, post one body after the other and
 * wait for each answer. Bodies are made before the time runs.
 */
import { Pool } from 'undici';
import { z } from 'zod';
import { wireBody } from '../events.ts';

const connections = 64;
/** Posted before the time runs, so that the loop is not measured while it is being compiled. */
const warmUp = 5000;

const task = z
  .object({ url: z.string(), events: z.int(), severities: z.enum(['error', 'mixed']) })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { origin, pathname } = new URL(task.url);
const bodies = Array.from({ length: task.events }, (_, number) => wireBody(number, task.severities));
const pool = new Pool(origin, { connections });
const headers = { 'content-type': 'application/json' };

async function post(count: number): Promise<void> {
  let next = 0;
  async function work(): Promise<void> {
    while (next < count) {
      const body = bodies[next++ % bodies.length] ?? '';
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      await answer.body.text();
      if (answer.statusCode !== 202) throw new Error(`the sink answered ${answer.statusCode}`);
    }
  }
  await Promise.all(Array.from({ length: connections }, work));
}

await post(warmUp);
const usedBefore = process.threadCpuUsage();
const startedAt = performance.now();
await post(task.events);
const seconds = (performance.now() - startedAt) / 1000;
const used = process.threadCpuUsage(usedBefore);
const microseconds = (used.user + used.system) / task.events;
console.log(JSON.stringify({ perSecond: task.events / seconds, microseconds }));
await pool.close();
