import { openSqliteStore } from '../open-sqlite-store.ts';

/** Opens the store `file`, asks for a write, closes without waiting for it, and prints `closed` when that is done. */
const [file = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file, now: Date.now });
const written = store.checkWritable();
await store.close();
await written;
process.stdout.write('closed\n');
