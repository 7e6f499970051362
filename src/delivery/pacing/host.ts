import { Gate } from './gate.ts';

/** Calls in flight to one host: as many as there may be in all. */
const mostInFlight = 512;
const failuresToClose = 5;

/** Why a gate is closed, for people. */
export interface Problem {
  /** One of the closed set of reasons. */
  readonly reason: string;
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What targets with the same host share: its gate, and the rest that it asked for (rules 6 and 7). */
export class Host {
  readonly name: string;
  readonly gate = new Gate(failuresToClose, mostInFlight);
  /** `Retry-After` of an answer that was no 429. */
  restsUntil = 0;
  problem: Problem | undefined;
  /** When the gate last opened; 0 while it never has. */
  openedAt = 0;

  /** `name`: host and port, as in a URL. */
  constructor(name: string) {
    this.name = name;
  }
}
