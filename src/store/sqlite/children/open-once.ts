import { openSqliteStore } from '../open-sqlite-store.ts';

/** Opens the store `file`, inserts the user `name` where one is given, and ends without closing it; prints how that went. */
const [file = '', name] = process.argv.slice(2);
const store = await openSqliteStore({ file, now: Date.now });
const row = { passwordHash: 'x', createdAt: 0, updatedAt: 0 };
process.stdout.write(`${name === undefined ? 'opened' : await store.users.insert({ ...row, name })}\n`);
