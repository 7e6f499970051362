import Mustache from 'mustache';

/** What stands at a path of own names; `undefined`: the path leads nowhere. */
function follow(from: unknown, names: readonly string[]): { readonly value: unknown } | undefined {
  let value = from;
  for (const name of names) {
    if (value === null || value === undefined) return undefined;
    const holder = Object(value);
    if (!Object.hasOwn(holder, name)) return undefined;
    value = holder[name];
  }
  return { value };
}

/**
 * Where mustache looks names up. Its own also finds what every JavaScript value inherits, so that
 * `{{context.list.push}}` would be called; here a name is found only where it was put.
 */
export class OwnNamesContext extends Mustache.Context {
  readonly #view: unknown;
  readonly #outer: OwnNamesContext | undefined;

  constructor(view: unknown, outer?: OwnNamesContext) {
    super(view, outer);
    this.#view = view;
    this.#outer = outer;
  }

  override push(view: unknown): OwnNamesContext {
    return new OwnNamesContext(view, this);
  }

  override lookup(name: string): unknown {
    const found = this.#find(name);
    return typeof found === 'function' ? found.call(this.#view) : found;
  }

  #find(name: string): unknown {
    if (name === '.') return this.#view;
    const names = name.includes('.') ? name.split('.') : [name];
    for (let context: OwnNamesContext | undefined = this; context !== undefined; context = context.#outer) {
      const found = follow(context.#view, names);
      if (found !== undefined) return found.value;
    }
    return undefined;
  }
}
