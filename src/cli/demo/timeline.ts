import { styleText } from 'node:util';

/** Where the timeline is shown. */
export interface Screen {
  readonly write: (text: string) => void;
  /** Whether lines can be taken back: only then there is a progress bar. */
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** Characters in a line, now. */
  readonly columns: () => number;
}

export type Who = 'told' | 'Tocsin' | 'PagerDuty';
type Style = Parameters<typeof styleText>[0];

const styles: Record<Who, Style> = { told: 'cyan', Tocsin: 'yellow', PagerDuty: 'magenta' };
const timeWidth = 7;
const whoWidth = 'PagerDuty'.length;
const indent = timeWidth + 2 + whoWidth + 2;
const barWidth = 20;
/** Erases the line that the cursor is in. */
const eraseLine = '\r\u001b[K';

/** Breaks a text between words, where it would not fit into `width`. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Prints what happens as it happens, and below it, at a terminal, how far the story is. */
export class Timeline {
  readonly #screen: Screen;
  readonly #clock: () => number;
  readonly #start: number;
  #bar: { readonly part: number; readonly note: string } | undefined;

  /** `clock` in milliseconds; times are shown since now. */
  constructor(screen: Screen, clock: () => number) {
    this.#screen = screen;
    this.#clock = clock;
    this.#start = clock();
  }

  chapter(title: string): void {
    this.#print(['', this.#styled('bold', title)]);
  }

  /** One thing that happened now. */
  tell(who: Who, text: string, mood: 'good' | 'bad' | 'plain' = 'plain'): void {
    const time = `${((this.#clock() - this.#start) / 1000).toFixed(1)} s`.padStart(timeWidth);
    const style: Style | undefined = { good: 'green' as const, bad: 'red' as const, plain: undefined }[mood];
    const width = Math.max(20, this.#screen.columns() - indent);
    const [first = '', ...rest] = wrap(text, width).map((line) =>
      style === undefined ? line : this.#styled(style, line),
    );
    const head = `${this.#styled('dim', time)}  ${this.#styled(styles[who], who.padEnd(whoWidth))}`;
    this.#print([`${head}  ${first}`, ...rest.map((line) => ' '.repeat(indent) + line)]);
  }

  /** Lines that belong to no time. */
  say(...lines: string[]): void {
    this.#print(lines.flatMap((line) => wrap(line, Math.max(40, this.#screen.columns()))));
  }

  /** Lines as they are, such as a table. */
  show(lines: readonly string[]): void {
    this.#print(lines);
  }

  /** `part` of the whole, from 0 to 1, and a few words about how things stand. */
  progress(part: number, note: string): void {
    this.#bar = { part, note };
    if (this.#screen.isTerminal) this.#screen.write(eraseLine + this.#barText());
  }

  /** Takes the progress bar away. */
  endProgress(): void {
    if (this.#bar !== undefined && this.#screen.isTerminal) this.#screen.write(eraseLine);
    this.#bar = undefined;
  }

  #print(lines: readonly string[]): void {
    const hasBar = this.#bar !== undefined && this.#screen.isTerminal;
    const text = lines.map((line) => `${line}\n`).join('');
    this.#screen.write(hasBar ? eraseLine + text + this.#barText() : text);
  }

  #barText(): string {
    const { part, note } = this.#bar ?? { part: 0, note: '' };
    // A line that is full to its last column would wrap at some terminals.
    const room = this.#screen.columns() - 1;
    const width = Math.min(barWidth, Math.max(0, room - 6));
    const full = Math.round(part * width);
    const percent = `${Math.round(part * 100)} %`.padStart(6);
    const rest = room - width - percent.length - 2;
    const tail = rest < 10 ? '' : `  ${note.length <= rest ? note : `${note.slice(0, rest - 1)}…`}`;
    const bar = this.#styled('green', '█'.repeat(full)) + this.#styled('dim', '░'.repeat(width - full));
    return bar + percent + tail;
  }

  #styled(style: Style, text: string): string {
    return this.#screen.hasColour ? styleText(style, text, { validateStream: false }) : text;
  }
}
