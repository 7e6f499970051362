import { Refusal, type RefusalCode } from '../../refusal.ts';
import { StoreError, type StoreErrorCode } from '../store-error.ts';
import type { createOperations } from './operations.ts';
import { toStoreError } from './sqlite-errors.ts';

/*
 * What crosses between the thread that owns the database and the one that asks. Both are of one process and one
 * version, so the guards look at the envelope; what is inside has the types of `operations.ts` on both sides.
 */

type Operations = ReturnType<typeof createOperations>;
export type OperationName = keyof Operations;
export type ArgumentsOf = { [Name in OperationName]: Parameters<Operations[Name]> };
export type ResultOf = { [Name in OperationName]: Awaited<ReturnType<Operations[Name]>> };
export type OperationTable = {
  [Name in OperationName]: (...args: ArgumentsOf[Name]) => ResultOf[Name] | Promise<ResultOf[Name]>;
};

export type Call<Names extends OperationName = OperationName> = {
  [Name in Names]: { kind: 'call'; id: number; operation: Name; args: ArgumentsOf[Name] };
}[Names];
export type Request = Call | { kind: 'close' };

export type Answer<Names extends OperationName = OperationName> = {
  [Name in Names]: { kind: 'answer'; id: number; operation: Name; result: ResultOf[Name] };
}[Names];
export type Report =
  | Answer
  | { kind: 'failed'; id: number; failure: Failure }
  | { kind: 'opened' }
  | { kind: 'notOpened'; failure: Failure };

/** An error as it crosses: cloning one would lose its class and its code. */
export type Failure =
  | { type: 'store'; code: StoreErrorCode; message: string }
  | { type: 'refusal'; code: RefusalCode; message: string };

/** Why opening or an operation on `file` failed, ready to cross. */
export function toFailure(error: unknown, file: string): Failure {
  if (error instanceof Refusal) return { type: 'refusal', code: error.code, message: error.message };
  const { code, message } = toStoreError(error, file);
  return { type: 'store', code, message };
}

/** The error it was before it crossed. */
export function toError(failure: Failure): Refusal | StoreError {
  return failure.type === 'refusal'
    ? new Refusal(failure.code, failure.message)
    : new StoreError(failure.code, failure.message);
}

/** Guards what the database's thread is sent. */
export function isRequest(message: unknown, table: OperationTable): message is Request {
  if (!isEnvelope(message)) return false;
  if (message.kind === 'close') return true;
  return (
    message.kind === 'call' &&
    typeof message.id === 'number' &&
    typeof message.operation === 'string' &&
    Object.hasOwn(table, message.operation) &&
    Array.isArray(message.args)
  );
}

/** Guards what the database's thread sends. */
export function isReport(message: unknown): message is Report {
  if (!isEnvelope(message)) return false;
  if (message.kind === 'opened') return true;
  if (message.kind === 'notOpened') return isFailure(message.failure);
  if (typeof message.id !== 'number') return false;
  return message.kind === 'failed'
    ? isFailure(message.failure)
    : message.kind === 'answer' && typeof message.operation === 'string';
}

/** Whether `message` answers a call of `operation`; what it holds has that operation's type then. */
export function isAnswerTo<Name extends OperationName>(
  message: unknown,
  operation: Name,
): message is Answer<Name> {
  return isEnvelope(message) && message.kind === 'answer' && message.operation === operation;
}

interface Envelope {
  readonly kind?: unknown;
  readonly id?: unknown;
  readonly operation?: unknown;
  readonly args?: unknown;
  readonly failure?: unknown;
}

function isEnvelope(message: unknown): message is Envelope {
  return typeof message === 'object' && message !== null && 'kind' in message;
}

function isFailure(failure: unknown): boolean {
  return typeof failure === 'object' && failure !== null && 'code' in failure && 'message' in failure;
}
