import { statSync } from 'node:fs';

/** Changes when one of the files may have. */
export type FileStamps = string;

/** What tells that files were written anew or others stand in their places, as secrets of containers are changed. */
export function stampsOf(files: readonly string[]): FileStamps {
  return files
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false, bigint: true });
      return stat === undefined
        ? '-'
        : `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
    })
    .join(' ');
}
