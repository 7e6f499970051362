/** Bits of one filter, and how many of them each key sets. */
const filterBits = 65_536;
const bitsOfKey = 8;

/** Keys after which a filter is full enough: one key in 1,700 that is not in it seems to be then. */
export const keysOfFilter = 4096;

/**
 * A Bloom filter over dedup keys: it tells for sure that a key is not among those that were added. 8 KiB, two bytes a
 * key.
 */
export class KeyFilter {
  readonly bits: Uint8Array;

  constructor(bits: Uint8Array = new Uint8Array(filterBits / 8)) {
    this.bits = bits;
  }

  add(key: string): void {
    const hash = hashOf(key);
    const step = (hash >>> 16) | 1;
    let place = hash & 0xffff;
    for (let n = 0; n < bitsOfKey; n++, place += step) {
      const bit = place & (filterBits - 1);
      this.bits[bit >> 3] = (this.bits[bit >> 3] ?? 0) | (1 << (bit & 7));
    }
  }

  /** False: it was never added. */
  mayHold(key: string): boolean {
    const hash = hashOf(key);
    const step = (hash >>> 16) | 1;
    let place = hash & 0xffff;
    for (let n = 0; n < bitsOfKey; n++, place += step) {
      const bit = place & (filterBits - 1);
      if (((this.bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

/** 32 bits: FNV-1a over UTF-16 units, mixed until each of them depends on all of the key. Kept on disk by its results. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < key.length; n++) hash = Math.imul(hash ^ key.charCodeAt(n), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
