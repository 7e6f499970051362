import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this Tocsin, where its `package.json` is. */
export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Where the built screens are in a package: what the server serves. */
export const builtUi = (folder: string): string => join(folder, 'ui', 'dist');
