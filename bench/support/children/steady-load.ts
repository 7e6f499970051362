/** Posts single events at an even pace, whatever becomes of the earlier ones, and says when each got its 202. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { z } from 'zod';
import { wireBody } from '../events.ts';
import { monotonic } from '../monotonic.ts';

const task = z
  .object({ url: z.string(), first: z.int(), events: z.int(), perSecond: z.number().positive() })
  .parse(JSON.parse(process.argv[2] ?? ''));

const { origin, pathname } = new URL(task.url);
// Far more than it takes; what finds none free waits for one, and that counts as waiting.
const pool = new Pool(origin, { connections: 256 });
const headers = { 'content-type': 'application/json' };
const sentAt = new Float64Array(task.events);
const acceptedAt = new Float64Array(task.events);

async function post(index: number): Promise<void> {
  const body = wireBody(task.first + index, 'error');
  sentAt[index] = monotonic();
  const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
  acceptedAt[index] = monotonic();
  const text = await answer.body.text();
  if (answer.statusCode !== 202) throw new Error(`the server answered ${answer.statusCode}: ${text}`);
}

const startedAt = monotonic();
const posts: Promise<void>[] = [];
while (posts.length < task.events) {
  const due = Math.min(task.events, ((monotonic() - startedAt) / 1000) * task.perSecond);
  while (posts.length < due) posts.push(post(posts.length));
  await sleep(1);
}
await Promise.all(posts);
console.log(JSON.stringify({ sentAt: [...sentAt], acceptedAt: [...acceptedAt] }));
await pool.close();
