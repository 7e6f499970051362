import { type AnswerHead, checkTrailer, readAnswerHead } from './answer-head.ts';
import { WireError } from './wire-error.ts';

/** More than this before a body begins, or after it, is not read. Node's own limit for its servers. */
const mostHeadBytes = 16 * 1024;
/** A line that says how long the next chunk is. */
const mostLineBytes = 1024;
/** With extensions, which mean nothing to us (RFC 9112, 7.1.1). */
const chunkSize =
  /^([0-9a-f]{1,12})(?:[ \t]*;[ \t]*[!#$%&'*+.^_`|~\w-]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+.^_`|~\w-]+|"(?:[\t !\x23-\x5b\x5d-\x7e\x80-\xff]|\\[\t\x20-\x7e\x80-\xff])*"))?)*$/i;

/** Told of an answer as it comes. */
export interface AnswerListener {
  /** Also of heads that only announce (1xx), before the real one. */
  onHead(head: AnswerHead): void;
  onBody(chunk: Buffer): void;
  /** `isClean`: nothing came after it. */
  onEnd(isClean: boolean): void;
}

type State = 'idle' | 'head' | 'length' | 'until_close' | 'size' | 'chunk' | 'chunk_end' | 'trailer';

/** Reads one answer after the other from the bytes of a connection, however they are cut (RFC 9112). Knows no socket. */
export class AnswerReader {
  readonly #listener: AnswerListener;
  #state: State = 'idle';
  #isHead = false;
  /** The beginning of a head or of a line whose end is still to come. */
  #begun: Buffer | undefined;
  /** Bytes of the body, or of a chunk, that are still to come. */
  #left = 0;
  #trailerBytes = 0;
  #last: { readonly text: string; readonly isHead: boolean; readonly head: AnswerHead } | undefined;
  /** Set by a step that came to the end of the answer. */
  #isOver = false;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
  }

  /** An answer is expected now. `method`: of what was asked. */
  expect(method: string): void {
    this.#state = 'head';
    this.#isHead = method === 'HEAD';
    this.#begun = undefined;
    this.#trailerBytes = 0;
  }

  /** Nothing is expected any more: whatever comes is not read. */
  stop(): void {
    this.#state = 'idle';
    this.#isOver = false;
    this.#begun = undefined;
  }

  /** Takes what has come. @throws `WireError` when that is no answer. */
  feed(bytes: Buffer): void {
    let at = 0;
    while (at < bytes.length && this.#state !== 'idle') {
      at = this.#step(bytes, at);
      if (this.#isOver) {
        this.#end(at === bytes.length);
        return;
      }
    }
  }

  /** No more will come. @throws `WireError` when that is too early. */
  close(): void {
    if (this.#state === 'idle') return;
    if (this.#state !== 'until_close') throw new WireError('CONNECTION_CLOSED', this.#state);
    this.#end(true);
  }

  #end(isClean: boolean): void {
    this.#isOver = false;
    this.#state = 'idle';
    this.#listener.onEnd(isClean);
  }

  /** Takes as much as belongs together; returns how far it came. */
  #step(bytes: Buffer, at: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at);
      case 'length':
      case 'chunk':
        return this.#readBody(bytes, at);
      case 'until_close':
        this.#listener.onBody(at === 0 ? bytes : bytes.subarray(at));
        return bytes.length;
      default:
        return this.#readLine(bytes, at);
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const begun = this.#begun;
    const all = begun === undefined ? bytes : Buffer.concat([begun, bytes.subarray(at)]);
    const from = begun === undefined ? at : 0;
    // The empty line may have been cut.
    const end = all.indexOf('\r\n\r\n', begun === undefined ? at : Math.max(0, begun.length - 3), 'latin1');
    // Three bytes of the empty line may be there.
    const length = end === -1 ? all.length - from - 3 : end - from;
    if (end === -1 || length > mostHeadBytes) {
      // Else a peer that speaks something else is waited for until the deadline.
      if (!beginsLikeHttp(all, from)) throw new WireError('NOT_HTTP', 'another beginning');
      if (length > mostHeadBytes)
        throw new WireError('HEADERS_TOO_LARGE', `more than ${mostHeadBytes} bytes`);
      this.#begun = Buffer.from(all.subarray(from));
      return bytes.length;
    }
    this.#begun = undefined;
    const head = this.#headOf(all.toString('latin1', from, end));
    this.#goOn(head);
    this.#listener.onHead(head);
    return end + 4 - (begun?.length ?? 0) + (begun === undefined ? 0 : at);
  }

  /** Within a second a server often says the same. */
  #headOf(text: string): AnswerHead {
    const last = this.#last;
    if (last !== undefined && last.text === text && last.isHead === this.#isHead) return last.head;
    const head = readAnswerHead(text, this.#isHead);
    this.#last = { text, isHead: this.#isHead, head };
    return head;
  }

  #goOn({ status, length }: AnswerHead): void {
    // Another head follows one that only announces.
    if (status < 200) return;
    if (length === 'chunked') this.#state = 'size';
    else if (length === 'until_close') this.#state = 'until_close';
    else {
      this.#state = 'length';
      this.#left = length;
      this.#isOver = length === 0;
    }
  }

  #readBody(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    if (this.#left === 0) {
      if (this.#state === 'chunk') this.#state = 'chunk_end';
      else this.#isOver = true;
    }
    this.#listener.onBody(bytes.subarray(at, end));
    return end;
  }

  /** Between chunks, and after the last one. */
  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(10, at);
    const piece = bytes.subarray(at, end === -1 ? bytes.length : end + 1);
    const line = this.#begun === undefined ? piece : Buffer.concat([this.#begun, piece]);
    if (line.length > mostLineBytes) throw new WireError('NOT_HTTP', 'a line that does not end');
    this.#begun = end === -1 ? Buffer.from(line) : undefined;
    if (end === -1) return bytes.length;
    if (line[line.length - 2] !== 13) throw new WireError('NOT_HTTP', 'a line without its end');
    this.#takeLine(line.toString('latin1', 0, line.length - 2));
    return end + 1;
  }

  #takeLine(line: string): void {
    if (this.#state === 'chunk_end') {
      if (line !== '') throw new WireError('NOT_HTTP', 'a chunk that is longer than it says');
      this.#state = 'size';
    } else if (this.#state === 'trailer') {
      this.#trailerBytes += line.length;
      if (this.#trailerBytes > mostHeadBytes) throw new WireError('HEADERS_TOO_LARGE', 'trailers');
      if (line === '') this.#isOver = true;
      else checkTrailer(line);
    } else {
      const [, size] = chunkSize.exec(line) ?? [];
      if (size === undefined) throw new WireError('NOT_HTTP', 'no size of a chunk');
      this.#left = Number.parseInt(size, 16);
      this.#state = this.#left === 0 ? 'trailer' : 'chunk';
    }
  }
}

const beginning = Buffer.from('HTTP/1.');

function beginsLikeHttp(bytes: Buffer, from: number): boolean {
  const length = Math.min(bytes.length - from, beginning.length);
  return bytes.compare(beginning, 0, length, from, from + length) === 0;
}
