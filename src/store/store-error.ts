/**
 * Why an engine could not do its work: `newer` = written by a later Tocsin; `corrupt` = not a database of ours or
 * damaged; `busy` = another process holds it for too long; `full` = no room on the disk; `unavailable` = the rest.
 */
export type StoreErrorCode = 'newer' | 'corrupt' | 'busy' | 'full' | 'unavailable';

/** The engine could not do its work. The message is fit for an operator's eyes. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}
