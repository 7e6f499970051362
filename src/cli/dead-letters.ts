import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  deadLetterDetailsBody,
  deadLettersBody,
  purgedBody,
  resentBody,
  resentManyBody,
} from '../api/dead-letters.ts';
import { maxIds } from '../api/events.ts';
import { askServer, type ServerFlags } from './call-server.ts';
import type { CommandContext } from './context.ts';
import { type DeadLetterLine, deadLetterTable, deadLetterText } from './dead-letter-text.ts';
import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

/** The most that the server gives at once. */
const pageSize = 200;
const path = '/api/tocsin/dead-letters';
/** What a status means for a dead letter. */
const codes: Readonly<Record<number, ExitCode>> = { 404: exitCodes.failed, 409: exitCodes.refused };

interface FilterFlags extends ServerFlags {
  readonly connector?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

export interface ListFlags extends FilterFlags {
  readonly limit: number;
}

export interface ShowFlags extends ServerFlags {
  readonly json?: boolean;
  readonly params?: boolean;
}

export interface ResendFlags extends FilterFlags {
  readonly force?: boolean;
  readonly all?: boolean;
  readonly edit?: string;
}

export interface PurgeFlags extends FilterFlags {
  readonly all?: boolean;
}

const toJson = (value: unknown) => JSON.stringify(value, null, 2);
const counted = (count: number) => `${count} dead letter${count === 1 ? '' : 's'}`;

/** `tocsin dead-letters list`. */
export async function deadLettersList(context: CommandContext, flags: ListFlags): Promise<void> {
  const { letters, more } = await read(context, flags, flags.limit);
  if (flags.json === true) {
    context.print(toJson(letters));
    return;
  }
  if (letters.length === 0) {
    context.note('There are no dead letters.');
    return;
  }
  context.print(deadLetterTable(letters));
  const rest = more ? ', and there are more: --limit shows more of them' : '';
  context.note(
    `\n${counted(letters.length)}, the newest first${rest}. All about one: tocsin dead-letters show ID`,
  );
}

/** `tocsin dead-letters show ID`. */
export async function deadLettersShow(context: CommandContext, id: string, flags: ShowFlags): Promise<void> {
  const request = { method: 'GET', path: `${path}/${encodeURIComponent(id)}`, exitCodes: codes } as const;
  const letter = await askServer(context, flags, request, deadLetterDetailsBody);
  if (flags.params === true) {
    for (const field of letter.params_leave_out) {
      context.note(`"${field}" is no field of params: an edited event is sent without it.`);
    }
    context.print(toJson(letter.params));
  } else context.print(flags.json === true ? toJson(letter) : deadLetterText(letter));
}

/** `tocsin dead-letters resend ID… | --all`. */
export async function deadLettersResend(
  context: CommandContext,
  ids: readonly string[],
  flags: ResendFlags,
): Promise<ExitCode> {
  checkChoice(ids, flags);
  if (flags.edit !== undefined) return resendEdited(context, ids, flags, flags.edit);
  const chosen = flags.all === true ? await allIds(context, flags) : ids;
  let done = 0;
  let exitCode: ExitCode = exitCodes.ok;
  for (let i = 0; i < chosen.length; i += maxIds) {
    const body = { ids: chosen.slice(i, i + maxIds), force: flags.force === true };
    const request = { method: 'POST', path: `${path}/_resend`, body } as const;
    const { items } = await askServer(context, flags, request, resentManyBody);
    if (flags.json === true) context.print(toJson(items));
    for (const item of items) {
      if ('error' in item) {
        context.note(`tocsin: ${item.error.message}`);
        if (exitCode === exitCodes.ok) exitCode = exitCodeOf(item.error.statusCode);
      } else {
        done++;
        if (flags.json !== true) context.print(sentAgain(item));
      }
    }
  }
  if (chosen.length !== 1) context.note(`${done} of ${counted(chosen.length)} sent again.`);
  if (exitCode === exitCodes.refused) context.note('What is outdated is sent all the same with --force.');
  return exitCode;
}

/** `tocsin dead-letters purge ID… | --all`. */
export async function deadLettersPurge(
  context: CommandContext,
  ids: readonly string[],
  flags: PurgeFlags,
): Promise<ExitCode> {
  checkChoice(ids, flags);
  const total = { purged: 0, missing: [] as string[] };
  const purge = async (body: unknown) => {
    const answer = await askServer(
      context,
      flags,
      { method: 'POST', path: `${path}/_purge`, body },
      purgedBody,
    );
    total.purged += answer.purged;
    total.missing.push(...answer.missing);
    return answer.more;
  };
  if (flags.all === true) {
    const filter = { connector_id: flags.connector, reason: flags.reason };
    for (let more = true; more; ) more = await purge({ filter });
  }
  for (let i = 0; i < ids.length; i += maxIds) await purge({ ids: ids.slice(i, i + maxIds) });
  if (flags.json === true) context.print(toJson(total));
  for (const id of total.missing) context.note(`tocsin: there is no dead letter ${id}`);
  context.note(`${counted(total.purged)} purged. The delivery log keeps what is known of them.`);
  return total.missing.length === 0 ? exitCodes.ok : exitCodes.failed;
}

async function resendEdited(
  context: CommandContext,
  [id = '']: readonly string[],
  flags: ResendFlags,
  file: string,
): Promise<ExitCode> {
  const body = { event: await readParamsFile(resolve(context.cwd, file)), force: flags.force === true };
  const request = {
    method: 'POST',
    path: `${path}/${encodeURIComponent(id)}/_resend`,
    body,
    exitCodes: codes,
  } as const;
  const resent = await askServer(context, flags, request, resentBody);
  context.print(flags.json === true ? toJson(resent) : sentAgain(resent));
  return exitCodes.ok;
}

const sentAgain = ({ id, resend_of }: { id: string; resend_of: string }) =>
  `${resend_of} is sent again as event ${id}`;

async function readParamsFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const isJson = !(error instanceof SyntaxError);
    const code = error instanceof Error && 'code' in error ? ` [${error.code}]` : '';
    const why = isJson ? `can not be read${code}` : `is no JSON: ${error.message}`;
    throw new CommandError(exitCodes.usage, `The edited event in ${file} ${why}. Nothing was sent.`, {
      cause: error,
    });
  }
}

/** Which dead letters are meant must be plain: what is sent again may wake somebody. */
function checkChoice(ids: readonly string[], { all, edit, connector, reason }: ResendFlags): void {
  const isFiltered = connector !== undefined || reason !== undefined;
  let problem: string | undefined;
  if (all === true && ids.length > 0) problem = 'Either ids or --all, not both';
  else if (all !== true && ids.length === 0) {
    problem = 'Which ones? Give their ids, as "tocsin dead-letters list" shows them, or --all';
  } else if (all !== true && isFiltered) {
    problem = `${connector === undefined ? '--reason' : '--connector'} goes with --all; an id names one dead letter alone`;
  } else if (edit !== undefined && ids.length !== 1) problem = '--edit goes with one id';
  if (problem !== undefined) throw new CommandError(exitCodes.usage, `${problem}. Nothing was done.`);
}

/** The ids of all that meet the filter, in the order in which they were accepted. */
async function allIds(context: CommandContext, flags: FilterFlags): Promise<string[]> {
  const { letters } = await read(context, flags, Number.POSITIVE_INFINITY);
  return letters.map(({ id }) => id).reverse();
}

async function read(
  context: CommandContext,
  flags: FilterFlags,
  limit: number,
): Promise<{ letters: DeadLetterLine[]; more: boolean }> {
  const letters: DeadLetterLine[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: String(Math.min(pageSize, limit - letters.length)),
      ...(cursor !== null && { cursor }),
      ...(flags.connector !== undefined && { connector_id: flags.connector }),
      ...(flags.reason !== undefined && { reason: flags.reason }),
    });
    const page = await askServer(
      context,
      flags,
      { method: 'GET', path: `${path}?${query}` },
      deadLettersBody,
    );
    letters.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && letters.length < limit);
  return { letters, more: cursor !== null };
}

function exitCodeOf(status: number): ExitCode {
  if (status === 400) return exitCodes.usage;
  return codes[status] ?? (status >= 500 ? exitCodes.tryLater : exitCodes.refused);
}
