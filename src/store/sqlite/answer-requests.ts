import type { MessagePort } from 'node:worker_threads';
import { toTransfer } from '../text-block.ts';
import {
  type Answer,
  type Call,
  isRequest,
  type OperationName,
  type OperationTable,
  type Report,
  type ResultOf,
  toFailure,
} from './protocol.ts';

export interface AnswerOptions {
  readonly operations: OperationTable;
  /** The database's file, for messages. */
  readonly file: string;
  /** Called once, when it was asked to close and everything asked before is answered. */
  readonly onClose: () => void;
}

/**
 * Reports over `port` that the database is open, then answers what is asked there, in the order in which it came,
 * except that promises are answered when they settle.
 */
export function answerRequests(
  port: Pick<MessagePort, 'on' | 'postMessage'>,
  { operations, file, onClose }: AnswerOptions,
): void {
  const underWay = new Set<Promise<void>>();
  const report = (message: Report) =>
    port.postMessage(message, message.kind === 'answer' ? toTransfer(message.result) : []);

  port.on('message', (message: unknown) => {
    // Not the caller's mistake but ours: it ends the thread, and with it every call, instead of leaving one hanging.
    if (!isRequest(message, operations)) throw new Error('The store was sent a message it does not know.');
    if (message.kind === 'close') {
      Promise.all(underWay).then(onClose, onClose);
      return;
    }
    const { id } = message;
    const failed = (error: unknown) => report({ kind: 'failed', id, failure: toFailure(error, file) });
    try {
      const result = perform(operations, message);
      if (!(result instanceof Promise)) return report(toAnswer(message, result));
      const answered = result
        .then((value) => report(toAnswer(message, value)), failed)
        .finally(() => underWay.delete(answered));
      underWay.add(answered);
    } catch (error) {
      failed(error);
    }
  });
  report({ kind: 'opened' });
}

function perform<Name extends OperationName>(operations: OperationTable, { operation, args }: Call<Name>) {
  return operations[operation](...args);
}

function toAnswer<Name extends OperationName>(call: Call<Name>, result: ResultOf[Name]): Answer<Name> {
  return { kind: 'answer', id: call.id, operation: call.operation, result };
}
