import { pino } from 'pino';
import pretty from 'pino-pretty';

/** What the modules need of a log; pino's is one. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface LogSettings {
  readonly level: string;
  /** `json`: one object a line; `text`: for eyes. */
  readonly format: 'text' | 'json';
}

/**
 * The log of this process, written to standard error, so that standard output belongs to what a command prints.
 * Nothing that holds a secret may be given to it; as a second net, fields that usually do are struck out.
 */
export function createLog({ level, format }: LogSettings) {
  const options = {
    level,
    base: {},
    redact: {
      paths: [
        'authorization',
        'cookie',
        'routingKey',
        'routing_key',
        'password',
        'secrets',
        '*.authorization',
      ],
      censor: '[struck out]',
    },
  };
  if (format === 'json') return pino(options, pino.destination({ dest: 2, sync: true }));
  return pino(options, pretty({ destination: 2, sync: true, colorize: process.stderr.isTTY === true }));
}
