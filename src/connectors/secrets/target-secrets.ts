import type { Keyring } from './keyring.ts';

/** What the sealed routing key of a target is bound to: it opens for this target only. */
export const targetContext = (hashHex: string) => `tocsin/target/${hashHex}/key`;

const contextOf = (hash: Uint8Array) => targetContext(Buffer.from(hash).toString('hex'));

/** `hash`: the target's own, of URL and routing key. */
export function sealTargetKey(keyring: Keyring, hash: Uint8Array, routingKey: string): Promise<Uint8Array> {
  return keyring.seal(routingKey, contextOf(hash));
}

/** Throws a `Refusal` when no key opens it. */
export function openTargetKey(keyring: Keyring, hash: Uint8Array, sealed: Uint8Array): Promise<string> {
  return keyring.open(sealed, contextOf(hash));
}
