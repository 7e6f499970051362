import { closeSync, openSync } from 'node:fs';

/** What a SIGHUP asks for: to read the settings anew, or to end, when it is the farewell of a terminal. */
export interface Hangups {
  /** From now on each one calls `reload`; those that came before do so once. */
  use(reload: () => void): void;
  /** Settles when the terminal that this process was started at is gone. */
  readonly terminalGone: Promise<void>;
}

/** Heeds SIGHUP, which would end the process otherwise. */
export function heedHangups(): Hangups {
  const gone = Promise.withResolvers<void>();
  const hadTerminal = process.stdin.isTTY === true || process.stdout.isTTY === true;
  let isAsked = false;
  let reload = () => {
    isAsked = true;
  };
  process.on('SIGHUP', () => {
    if (hadTerminal && !hasTerminal()) gone.resolve();
    else reload();
  });
  return {
    terminalGone: gone.promise,
    use: (what) => {
      reload = what;
      if (isAsked) reload();
    },
  };
}

/** Whether there is still a terminal: a window that was closed takes it away. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
