import { type LiveMessage, streamEvents, streamPath } from './messages.ts';

/** Milliseconds until a stream that was refused (a session that ended, a server that stops) is asked for again. */
const askAgainAfter = 5000;

/** Reads the stream of what changes, and comes back by itself whenever it breaks. */
export class StreamReader {
  readonly #tell: (message: LiveMessage) => void;
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;

  constructor(tell: (message: LiveMessage) => void) {
    this.#tell = tell;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  start(): void {
    this.stop();
    const source = new EventSource(streamPath);
    this.#source = source;
    source.addEventListener('open', () => this.#set(true));
    source.addEventListener('error', () => {
      this.#set(false);
      // A browser comes back after a broken connection, and not after a refusal.
      if (source.readyState !== EventSource.CLOSED) return;
      this.stop();
      this.#timer = setTimeout(() => this.start(), askAgainAfter);
    });
    for (const event of streamEvents) {
      source.addEventListener(event, ({ data }) => this.#tell({ what: 'change', event, data: String(data) }));
    }
  }

  /** Asks at once when it waits; does nothing to a stream that is open. */
  tryNow(): void {
    if (!this.#isOpen) this.start();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.#set(false);
  }

  #set(isOpen: boolean): void {
    if (this.#isOpen === isOpen) return;
    this.#isOpen = isOpen;
    this.#tell({ what: 'connection', isOpen });
  }
}
