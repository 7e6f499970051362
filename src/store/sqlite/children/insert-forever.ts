import { openSqliteStore } from '../open-sqlite-store.ts';

/** Inserts users named `<prefix>-<n>` into the store `file`, eight at a time, and prints each name that was acknowledged. */
const [file = '', prefix = ''] = process.argv.slice(2);
const store = await openSqliteStore({ file, now: Date.now });

let last = 0;
async function insertForever(): Promise<never> {
  for (;;) {
    last += 1;
    const name = `${prefix}-${last}`;
    await store.users.insert({ name, passwordHash: 'x'.repeat(500), createdAt: last, updatedAt: last });
    process.stdout.write(`${name}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, insertForever));
