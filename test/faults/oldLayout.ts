import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { migrations } from '../../src/core/store/migrations.ts';
import { Sql, loadSqlJs } from '../../src/core/store/sql.ts';

/** What versions before 0.2 kept of their results: one image for all runs, beside the logs. */
const oldMigrations = 3;
const userVersion = `PRAGMA user_version = ${oldMigrations}`;
/** Offset of the four bytes in SQLite's header in which such an image keeps the checksum of all others. */
const checksumOffset = 68;

/** Makes the store in `folder`, which nobody has open, what an earlier version would have left. */
export async function toOldLayout(folder: string): Promise<void> {
  for (const name of ['index', 'catalog.sqlite']) await rm(join(folder, name), { recursive: true, force: true });
  const sql = new Sql(await loadSqlJs());
  sql.script('CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL)');
  migrations.slice(0, oldMigrations).forEach((migration, index) => {
    sql.script(migration.sql);
    sql.run('INSERT INTO migrations VALUES (?, ?, ?)', index + 1, migration.name, '2026-01-01T00:00:00.000Z');
  });
  sql.script(userVersion);
  const image = Buffer.from(sql.export());
  sql.close();
  const crc = crc32(image.subarray(checksumOffset + 4), crc32(image.subarray(0, checksumOffset)));
  image.writeUInt32BE(crc, checksumOffset);
  await writeFile(join(folder, 'store.sqlite'), image);
}
