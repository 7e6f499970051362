import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { migrate } from './migrate.ts';
import { checkOwner } from './schema-state.ts';
import { temporaryFolder } from './store-for-test.ts';

test('a database that another process makes ours between two looks at it is not taken for another program’s', async (t) => {
  const file = join(await temporaryFolder(t), 'tocsin.db');
  const other = new DatabaseSync(file);
  other.exec('PRAGMA journal_mode = WAL');
  const migrations = [{ version: 1, name: 'one', sql: 'CREATE TABLE one (id INTEGER) STRICT' }];
  /** Its second look comes after the other process has committed. */
  class Interrupted extends DatabaseSync {
    override prepare(sql: string) {
      if (sql.includes('sqlite_schema')) migrate(other, { file, migrations, now: 42 });
      return super.prepare(sql);
    }
  }
  const database = new Interrupted(file);
  assert.equal(checkOwner(database, file), 'empty');
  assert.equal(checkOwner(database, file), 'ours');
  database.close();
  other.close();
});
