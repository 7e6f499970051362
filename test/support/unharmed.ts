import assert from 'node:assert/strict';
import { z } from 'zod';
import type { TestServer } from './test-server.ts';

/** The body of every refusal, and nothing besides. */
export const refusal = z.strictObject({
  statusCode: z.int(),
  error: z.string().min(1),
  message: z.string(),
});

/** Whatever was tried on a server: it is the same process, it answers, and its connectors are those that were `kept`. */
export async function assertUnharmed(server: TestServer, kept: string): Promise<void> {
  assert.equal((await server.call('/health', { authorization: null })).text, '{"status":"ok"}');
  assert.equal(server.child.process.exitCode, null, 'the process is the one that was started');
  assert.equal((await server.call('/api/actions/connectors')).text, kept, 'nothing was half kept');
}
