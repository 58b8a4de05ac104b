// SPDX-License-Identifier: Apache-2.0
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MariadbDatabase } from './mariadb-database.js';
import { SmallDisk } from './small-disk.js';
import { TemporaryFolder } from './temporary-folder.js';

describe('the places of a test', () => {
  it('a folder is there until it is removed', async () => {
    const folder = await TemporaryFolder.create();
    writeFileSync(folder.file('a'), '');
    await folder.remove();
    expect(existsSync(folder.path)).toBe(false);
  });

  it('a small disk takes no more than it holds, and is an ordinary folder afterwards', async () => {
    const folder = await TemporaryFolder.create();
    const disk = SmallDisk.create(folder.file('small'));
    const file = folder.file('small', 'file');
    try {
      expect(() => writeFileSync(file, Buffer.alloc(2_000_000))).toThrow(/ENOSPC|EFBIG/);
    } finally {
      disk.remove();
    }
    writeFileSync(file, Buffer.alloc(2_000_000));
    expect(readdirSync(disk.path)).toEqual(['file']);
    await folder.remove();
  });

  it('a database is empty, and gone afterwards', async () => {
    const database = await MariadbDatabase.create();
    await database.query('CREATE TABLE a (b INTEGER)');
    await database.query('INSERT INTO a VALUES (7)');
    expect(await database.query('SELECT b FROM a')).toEqual([{ b: 7 }]);
    await database.remove();
    await expect(database.query('SELECT b FROM a')).rejects.toThrow(/Unknown database/);
  });
});
