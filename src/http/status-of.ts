import { STATUS_CODES } from '../node-http.ts';
import { Refusal, statusOfRefusal } from '../refusal.ts';
import { StoreError } from '../store/store-error.ts';

/** What a caller is told of an error. */
export interface ErrorAnswer {
  readonly statusCode: number;
  readonly error: string;
  readonly message: string;
}

/** An answer in Kibana's shape. */
export function errorAnswer(statusCode: number, message: string): ErrorAnswer {
  return { statusCode, error: STATUS_CODES[statusCode] ?? 'Error', message };
}

/** What Fastify says too briefly. */
const betterWords: Record<number, string> = {
  403: 'That path leads out of what may be read here.',
  413: 'The request body is larger than 1 MiB.',
  414: 'A part of the path is longer than 1,024 characters; no id and no name here is.',
  415: 'Only JSON is read here: send the body with the header Content-Type: application/json.',
};

const badUrl = 'The path is not percent-encoded properly: write a "%" that stands for itself as "%25".';

/** Fastify's own refusals carry a 4xx and words that may be shown. */
function clientStatusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  const { statusCode } = error;
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : undefined;
}

/**
 * Turns any error into an answer. What is no refusal is a defect of ours: it becomes a 500 without a word of the
 * error itself, and `isDefect` tells the caller to log it.
 */
export function answerFor(error: unknown): ErrorAnswer & { isDefect: boolean } {
  if (error instanceof Refusal)
    return { ...errorAnswer(statusOfRefusal[error.code], error.message), isDefect: false };
  if (error instanceof StoreError) return { ...errorAnswer(503, error.message), isDefect: false };
  const status = clientStatusOf(error);
  if (status !== undefined && error instanceof Error) {
    const isBadUrl = 'code' in error && error.code === 'FST_ERR_BAD_URL';
    const message = isBadUrl ? badUrl : (betterWords[status] ?? error.message);
    return { ...errorAnswer(status, message), isDefect: false };
  }
  const message =
    'Tocsin failed to answer this request; its log says why. Nothing is wrong with the request.';
  return { ...errorAnswer(500, message), isDefect: true };
}
