import { hash } from 'node:crypto';
import { incidentHashLength } from '../../store/delivery-store.ts';

const hashesPerPiece = 256;
let piece = new ArrayBuffer(0);
let used = 0;

/** Room for a hash, in memory that many share: for each alone Node would make two more objects, larger than all of it. */
function next(): Uint8Array {
  if (used === piece.byteLength) {
    piece = new ArrayBuffer(incidentHashLength * hashesPerPiece);
    used = 0;
  }
  const bytes = new Uint8Array(piece, used, incidentHashLength);
  used += incidentHashLength;
  return bytes;
}

/**
 * Stands for an incident, the pair of target and dedup key: equal for equal pairs, the key compared exactly. It is the
 * first 96 bits of SHA-256 over `salt`, which is secret and stays the same for the life of the data, target and key.
 *
 * Two of 1,000,000 incidents share a hash with a chance of less than 1e-17 (half of their number squared, over 2^96),
 * and nobody who does not know the salt can look for two that do. So equal hashes are the same incident, and nothing
 * has to be looked up on disk.
 */
export function incidentHash(salt: string, targetId: number, dedupKey: string): Uint8Array {
  // The salt's length is told and the target is all digits, so no two pairs give one text.
  const digest = hash('sha256', `${salt.length}:${salt}${targetId}:${dedupKey}`, 'binary');
  // As text and then copied takes half of what a buffer does, and leaves no larger one behind it.
  const bytes = next();
  for (let index = 0; index < incidentHashLength; index++) bytes[index] = digest.charCodeAt(index);
  return bytes;
}
