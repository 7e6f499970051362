import { Refusal } from '../../refusal.ts';
import type { KeySource } from './key-source.ts';
import { keyIdOf, keyIdOfSealed, seal, unseal } from './seal.ts';

const damaged = (cause?: unknown) =>
  new Refusal(
    'unavailable',
    'The secret is damaged, or was moved here from somewhere else in the database. Enter it anew.',
    { cause },
  );

/** Seals and opens secrets with the keys of one source. */
export class Keyring {
  readonly #source: KeySource;

  constructor(source: KeySource) {
    this.#source = source;
  }

  get description(): string {
    return this.#source.description;
  }

  /** The id of the key that encrypts now. */
  async currentKeyId(): Promise<string> {
    return keyIdOf(await this.#first());
  }

  /** Seals with the first key. `context` says what the secret belongs to and is needed to open it. */
  async seal(text: string, context: string): Promise<Uint8Array> {
    return seal(await this.#first(), text, context);
  }

  /** Opens with whichever key sealed it; throws a `Refusal` that names the key that is missing. */
  async open(sealed: Uint8Array, context: string): Promise<string> {
    const wanted = keyIdOfSealed(sealed);
    if (wanted === undefined) throw damaged();
    const key = (await this.#source.keys()).find((candidate) => keyIdOf(candidate) === wanted);
    if (key === undefined) {
      throw new Refusal(
        'unavailable',
        `None of the encryption keys in ${this.#source.description} opens this secret: it was sealed with key ${wanted}.`,
      );
    }
    try {
      return unseal(key, sealed, context);
    } catch (error) {
      throw damaged(error);
    }
  }

  async #first(): Promise<Uint8Array> {
    const [first] = await this.#source.keys();
    if (first === undefined) {
      throw new Refusal('unavailable', `There is no encryption key in ${this.#source.description}.`);
    }
    return first;
  }
}
