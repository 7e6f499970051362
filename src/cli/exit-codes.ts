/** What a command ends with, for scripts. */
export const exitCodes = {
  ok: 0,
  /** It could not be done; the message says why. */
  failed: 1,
  /** The command line, or an event given to it, is wrong. */
  usage: 2,
  /**
   * `send`: PagerDuty, or something on the way to it, refused the event, or the connector can not be used. Trying
   * again changes nothing.
   */
  refused: 3,
  /**
   * `send`: it may succeed later: PagerDuty throttles, fails or can not be reached, or Tocsin takes nothing just now.
   * After `--wait`: the event is kept and still waits.
   */
  tryLater: 4,
  /** `send`: Tocsin can not be reached, refused the sign-in or does not know the connector. */
  noServer: 5,
  /** A setting is wrong (EX_CONFIG of sysexits.h). */
  settings: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command with a code and a message for the person who gave it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
