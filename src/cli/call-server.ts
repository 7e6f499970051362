import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import { localTokenId, readLocalToken } from '../access/local-token.ts';
import { errorBody } from '../api/error-body.ts';
import { describeFailure } from '../network/describe-failure.ts';
import { readServerInfo } from '../store/sqlite/data-lock.ts';
import { type CommandContext, type SettingsFlags, settingsFor } from './context.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

/** Longer than the server itself waits for PagerDuty. */
const deadline = 75_000;
/** A page of whole events, each with its body and answers. */
const maxAnswerBytes = 256 * 1024 * 1024;

/** A server to call, and how to sign in. */
interface ServerAccess {
  readonly url: string;
  /** What stands behind `ApiKey `. */
  readonly apiKey: string;
  /** PEM of the server on this machine, when it speaks TLS. */
  readonly certificate: string | undefined;
}

export interface ServerFlags extends SettingsFlags {
  readonly url?: string;
  readonly apiKey?: string;
}

/** The server that flags or environment name; else the one that serves the data directory on this machine. */
async function findServer(context: CommandContext, flags: ServerFlags): Promise<ServerAccess> {
  // A variable that is set but empty, as scripts leave them, is none.
  const url = flags.url ?? (context.env.TOCSIN_URL || undefined);
  const apiKey = flags.apiKey ?? (context.env.TOCSIN_API_KEY || undefined);
  if (url !== undefined && apiKey !== undefined) {
    const parsed = URL.parse(url);
    if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
      throw new CommandError(
        exitCodes.usage,
        `"${url}" is no URL of a server. Use one such as http://127.0.0.1:5640.`,
      );
    }
    return { url: url.replace(/\/+$/, ''), apiKey, certificate: undefined };
  }
  const { settings } = await settingsFor(context, flags);
  const info = readServerInfo(settings.data);
  const token = await readLocalToken(settings.data);
  const localUrl = info?.url ?? undefined;
  if (info === undefined || localUrl === undefined || token === undefined) {
    throw new CommandError(
      exitCodes.noServer,
      url === undefined
        ? `No Tocsin serves ${settings.data}. Start it with npm start, name another one with --url and --api-key, or go past it with --direct.`
        : `${url} needs an API key: --api-key or TOCSIN_API_KEY. Make one with tocsin key create.`,
    );
  }
  if (url !== undefined && URL.parse(url)?.origin !== localUrl) {
    throw new CommandError(
      exitCodes.noServer,
      `${url} needs an API key: --api-key or TOCSIN_API_KEY. (The server on this machine is ${localUrl}.)`,
    );
  }
  return {
    url: url ?? localUrl,
    apiKey: apiKey ?? Buffer.from(`${localTokenId}:${token}`).toString('base64'),
    certificate: info.certificate === undefined ? undefined : await readFile(info.certificate, 'utf8'),
  };
}

/** What is asked of a server. */
interface ServerRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Exit codes of statuses that mean something of their own to this command. */
  readonly exitCodes?: Readonly<Record<number, ExitCode>>;
}

/** Posts to a Tocsin server and parses its answer; every other end is a `CommandError` with an exit code. */
export function callServer<T>(
  context: CommandContext,
  flags: ServerFlags,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
): Promise<T> {
  return askServer(context, flags, { method: 'POST', path, body }, schema);
}

/** `callServer` for any method. */
export async function askServer<T>(
  context: CommandContext,
  flags: ServerFlags,
  { method, path, body, exitCodes: codes = {} }: ServerRequest,
  schema: z.ZodType<T>,
): Promise<T> {
  const server = await findServer(context, flags);
  const { status, text } = await exchange(server, method, path, body);
  const answer = parse(text);
  if (status >= 200 && status <= 299) {
    const parsed = schema.safeParse(answer);
    if (parsed.success) return parsed.data;
  }
  const refused = errorBody.safeParse(answer);
  const message = refused.success
    ? `${server.url} answered ${status}: ${refused.data.message}`
    : `What answers at ${server.url} (status ${status}) is not Tocsin.`;
  throw new CommandError(codes[status] ?? exitCodeOf(status), message);
}

/** The server is known by its certificate itself, whatever name it is reached under. */
const trusting = (certificate: string) => ({
  ca: certificate,
  allowPartialTrustChain: true,
  checkServerIdentity: () => undefined,
});

async function exchange(
  { url, apiKey, certificate }: ServerAccess,
  method: ServerRequest['method'],
  path: string,
  body: unknown,
): Promise<{ status: number; text: string }> {
  // A server, which never calls itself, does without: it is the largest of all packages in memory.
  const { Agent, request } = await import('undici');
  const agent = new Agent(certificate === undefined ? {} : { connect: trusting(certificate) });
  const signal = AbortSignal.timeout(deadline);
  try {
    const answer = await request(url + path, {
      dispatcher: agent,
      method,
      headers: {
        authorization: `ApiKey ${apiKey}`,
        accept: 'application/json',
        'user-agent': 'tocsin',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      headersTimeout: 0,
      bodyTimeout: 0,
      signal,
    });
    return { status: answer.statusCode, text: await readText(answer.body) };
  } catch (error) {
    const { origin } = new URL(url);
    const failure = describeFailure(error, origin);
    const advice =
      failure.cause === 'tls' ? ' Name its certificate in NODE_EXTRA_CA_CERTS to have it trusted.' : '';
    const message = signal.aborted ? `${origin} did not answer within ${deadline} ms` : failure.message;
    throw new CommandError(exitCodes.noServer, `${message}.${advice}`, { cause: error });
  } finally {
    await agent.destroy();
  }
}

/** What is longer is no answer of Tocsin's, and ends unread. */
async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    received += chunk.length;
    if (received > maxAnswerBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function exitCodeOf(status: number): ExitCode {
  if (status === 400 || status === 413) return exitCodes.usage;
  return status === 429 || status >= 500 ? exitCodes.tryLater : exitCodes.noServer;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
