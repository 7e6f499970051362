import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createZstdDecompress,
} from 'node:zlib';

/** What was cut off is unpacked as far as it goes. */
const options = { finishFlush: constants.Z_SYNC_FLUSH };
const unpackers = {
  gzip: () => createGunzip(options),
  'x-gzip': () => createGunzip(options),
  deflate: () => createInflate(options),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
  zstd: () => createZstdDecompress({ finishFlush: constants.ZSTD_e_flush }),
};

const isKnown = (encoding: string): encoding is keyof typeof unpackers => Object.hasOwn(unpackers, encoding);

/**
 * Unpacks an answer that is packed although nobody asked for that, as far as `most` bytes. What has an encoding that is
 * unknown stays as it is.
 *
 * @throws what zlib does.
 */
export async function unpack(
  body: Buffer,
  encoding: string,
  most: number,
): Promise<{ readonly body: Buffer; readonly isCut: boolean }> {
  const name = encoding.trim().toLowerCase();
  if (!isKnown(name) || body.length === 0) return { body, isCut: false };
  const unpacker = unpackers[name]();
  unpacker.end(body);
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop ends the unpacker.
  for await (const chunk of unpacker) {
    if (!(chunk instanceof Buffer)) continue;
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) return { body: Buffer.concat(chunks, most), isCut: true };
  }
  return { body: Buffer.concat(chunks, length), isCut: false };
}
