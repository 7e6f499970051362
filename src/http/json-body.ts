import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';

/** Deeper than any event needs to be, and far from what would overflow the stack of whoever walks through it. */
export const maxJsonDepth = 100;

/** Whether the brackets of a JSON text nest deeper than `max`; brackets inside strings do not count. */
export function nestsDeeperThan(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c) i++;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth++;
      if (depth > max) return true;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return false;
}

/** What is wrong with a JSON text. V8's own message quotes the text around it, which may hold a secret. */
function faultOf(text: string): string {
  try {
    JSON.parse(text);
    return 'it uses the key __proto__ or constructor.prototype';
  } catch (error) {
    const [position] = /at position \d+( \(line \d+ column \d+\))?/.exec(String(error)) ?? [];
    if (position !== undefined) return `there is a mistake ${position}`;
    const [, letter] = /^SyntaxError: Unexpected token '([\s\S])'/.exec(String(error)) ?? [];
    if (letter !== undefined) return `${JSON.stringify(letter)} stands where it can not`;
    return /end of JSON/.test(String(error)) ? 'it ends too early' : 'there is a mistake in it';
  }
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new Refusal('invalid', 'The request body is not valid UTF-8.');
  }
}

interface JsonBodyOptions {
  /**
   * Takes `__proto__` and `constructor.prototype` as keys, for bodies whose keys are names that others have chosen, and
   * whose reader never assigns by them.
   */
  readonly anyKey?: boolean;
}

function parseAny(_: unknown, text: string, done: (error: Error | null, value?: unknown) => void): void {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)));
    return;
  }
  done(null, value);
}

/**
 * Reads JSON bodies more strictly than Fastify does: bytes that are not UTF-8 are refused instead of quietly
 * replaced, and so is nesting that would overflow a stack later. An empty body counts as none, since many clients
 * name a content type on a DELETE too.
 */
export function acceptJson(app: FastifyInstance, { anyKey = false }: JsonBodyOptions = {}): void {
  const parseText = anyKey ? parseAny : app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    try {
      const text = decode(body);
      if (nestsDeeperThan(text, maxJsonDepth)) {
        throw new Refusal('invalid', `The request body nests deeper than ${maxJsonDepth} levels.`);
      }
      void parseText(request, text, (error, value) => {
        if (error === null) done(null, value);
        else done(new Refusal('invalid', `The request body is not JSON that can be used: ${faultOf(text)}.`));
      });
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
