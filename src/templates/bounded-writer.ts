import Mustache from 'mustache';

export interface RenderLimits {
  /** Characters that a template may come to. */
  readonly characters: number;
  /** Texts, variables and sections that may be gone through. */
  readonly steps: number;
}

/** Templates that are kept parsed. */
const keptTemplates = 1000;

type Parsed = ReturnType<Mustache.Writer['parse']>;

/** The templates used last, parsed. */
const cache = new Map<string, Parsed>();
const templateCache = {
  get: (key: string) => {
    const parsed = cache.get(key);
    if (parsed === undefined) return undefined;
    cache.delete(key);
    cache.set(key, parsed);
    return parsed;
  },
  set: (key: string, parsed: Parsed) => {
    cache.set(key, parsed);
    const [oldest] = cache.keys();
    if (cache.size > keptTemplates && oldest !== undefined) cache.delete(oldest);
  },
  clear: () => cache.clear(),
};

/** What makes a value a part of the text around it. */
export type ToText = (value: unknown) => string;

/** Writes one text, and gives up when it grows without end: four sections in each other over 30 items are 810,000 times. */
export class BoundedWriter extends Mustache.Writer {
  readonly #limits: RenderLimits;
  readonly #toText: ToText;
  #characters = 0;
  #steps = 0;

  constructor(limits: RenderLimits, toText: ToText) {
    super();
    this.#limits = limits;
    this.#toText = toText;
    Object.assign(this, { templateCache });
  }

  override renderTokens(...words: Parameters<Mustache.Writer['renderTokens']>): string {
    this.#steps += words[0].length;
    if (this.#steps > this.#limits.steps)
      throw new Error(`it takes more than ${this.#limits.steps} steps: sections repeat too often`);
    return super.renderTokens(...words);
  }

  override rawValue(...words: Parameters<Mustache.Writer['rawValue']>): string {
    return this.#counted(super.rawValue(...words));
  }

  override escapedValue([, name = '']: string[], context: Mustache.Context): string {
    const value: unknown = context.lookup(name);
    return value === undefined || value === null ? '' : this.#counted(this.#toText(value));
  }

  /** `{{{x}}}` is `{{x}}`, as in Kibana (contract 4.1): whoever reads the text decides what has to be escaped. */
  override unescapedValue(token: string[], context: Mustache.Context): string {
    return this.escapedValue(token, context);
  }

  #counted(text: string): string {
    this.#characters += text.length;
    if (this.#characters > this.#limits.characters)
      throw new Error(`it comes to more than ${this.#limits.characters} characters`);
    return text;
  }
}
