/** Loaded before a program (`--import`): writes which modules it has loaded, in the end, to LIST_MODULES_IN. */
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const { LIST_MODULES_IN: file } = process.env;
if (file === undefined) throw new Error('LIST_MODULES_IN must name a file.');
const loaded: string[] = [];
registerHooks({
  load(url, context, nextLoad) {
    loaded.push(url);
    return nextLoad(url, context);
  },
});
process.on('exit', () => {
  const builtin =
    'moduleLoadList' in process && Array.isArray(process.moduleLoadList) ? process.moduleLoadList : [];
  writeFileSync(file, JSON.stringify([...loaded, ...builtin]));
});
