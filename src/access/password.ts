import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../refusal.ts';
import { atMost } from './at-most.ts';

const derive = promisify(argon2);

/**
 * One of OWASP's equal choices for argon2id (Password Storage Cheat Sheet): 12 MiB, three passes, one lane; 20 to 90 ms
 * here. Its first, 19 MiB and two passes, takes as long and 7 MiB more of a server's memory while somebody signs in.
 */
const cost = { memory: 12_288, passes: 3, parallelism: 1 } as const;
const tagLength = 32;

export const minPasswordLength = 12;
/** Longer ones are refused: they add nothing but work for whoever hashes them. */
export const maxPasswordLength = 1024;

/** Two at once leave the cores to delivery, however many people sign in; a longer line is refused, not queued. */
const inTurn = atMost(
  { running: 2, waiting: 32 },
  () => new Refusal('too_many', 'Too many sign-ins at once. Try again in a few seconds.', { retryAfter: 5 }),
);

const phc = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** Refuses a password that is too short or too long; says nothing of its content. */
export function checkPasswordRules(password: string): void {
  const length = [...password].length;
  if (length < minPasswordLength) {
    throw new Refusal(
      'invalid',
      `The password has ${length} characters; it needs at least ${minPasswordLength}.`,
    );
  }
  if (length > maxPasswordLength) {
    throw new Refusal(
      'invalid',
      `The password has ${length} characters; at most ${maxPasswordLength} are taken.`,
    );
  }
}

/** Unicode offers several spellings of the same text, and keyboards differ in which one they send. */
const bytesOf = (password: string) => Buffer.from(password.normalize('NFKC'), 'utf8');

/** A hash that no password has: its tag was not derived from one. It costs as much to check as a real one. */
export const hashOfNobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(Buffer.alloc(16, 'nobody'))}$${base64(Buffer.alloc(tagLength))}`;

/** Hashes with a salt of its own, as a PHC string. Rejects with a `Refusal` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await inTurn(() =>
    derive('argon2id', { message: bytesOf(password), nonce, tagLength, ...cost }),
  );
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

/** Whether `password` is the one behind `hash`, a PHC string made here (with these or other costs). */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce, tag] = phc.exec(hash) ?? [];
  if (tag === undefined || nonce === undefined) return false;
  const expected = Buffer.from(tag, 'base64');
  const actual = await inTurn(() =>
    derive('argon2id', {
      message: bytesOf(password),
      nonce: Buffer.from(nonce, 'base64'),
      tagLength: expected.length,
      memory: Number(memory),
      passes: Number(passes),
      parallelism: Number(parallelism),
    }),
  );
  return timingSafeEqual(expected, actual);
}
