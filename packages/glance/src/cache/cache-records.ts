// SPDX-License-Identifier: Apache-2.0
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';

/** What is remembered of a cached image. */
export interface CacheRecord {
  readonly imageId: string;
  /** Downloads served from the cache. */
  readonly hits: number;
  /** Seconds since 1970. */
  readonly lastAccessed: number;
  /** Seconds since 1970. */
  readonly lastModified: number;
  /** Bytes. */
  readonly size: number;
  /** md5, hexadecimal; null where Python's glance cached the image. */
  readonly checksum: string | null;
}

type Value = string | number | null;

/** Milliseconds that a statement waits for another process, as upstream's driver does. */
const PATIENCE = 2000;
const PAUSE = 20;

/**
 * The cache's own SQLite database, one table: the one of upstream's sqlite driver, so that the cache commands of either
 * implementation work on a cache of the other. Statements reject with SQLite's errors.
 */
export class CacheRecords {
  readonly #database: DatabaseSyncInstance;

  private constructor(database: DatabaseSyncInstance) {
    this.#database = database;
  }

  /** Opens or creates the database. */
  static async open(path: string): Promise<CacheRecords> {
    const records = new CacheRecords(new DatabaseSync(path, { timeout: 0 }));
    try {
      await records.#patiently(() =>
        records.#database.exec(`PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
          CREATE TABLE IF NOT EXISTS cached_images (image_id TEXT PRIMARY KEY, last_accessed REAL DEFAULT 0.0,
            last_modified REAL DEFAULT 0.0, size INTEGER DEFAULT 0, hits INTEGER DEFAULT 0, checksum TEXT)`),
      );
      return records;
    } catch (error) {
      records.close();
      throw error;
    }
  }

  /** By image id. */
  async list(): Promise<CacheRecord[]> {
    return (await this.#all(`${SELECT} ORDER BY image_id`)).map(recordOf);
  }

  async get(imageId: string): Promise<CacheRecord | undefined> {
    const [row] = await this.#all(`${SELECT} WHERE image_id = ?`, imageId);
    return row === undefined ? undefined : recordOf(row);
  }

  /** Remembers an image that was cached now, in the place of what was known of that id. */
  async add(imageId: string, size: number, checksum: string): Promise<void> {
    const now = seconds();
    await this.#run(
      `INSERT OR REPLACE INTO cached_images (image_id, last_accessed, last_modified, hits, size, checksum)
       VALUES (?, ?, ?, 0, ?, ?)`,
      ...[imageId, now, now, size, checksum],
    );
  }

  /** Counts a download served from the cache. */
  async hit(imageId: string): Promise<void> {
    await this.#run(
      'UPDATE cached_images SET hits = hits + 1, last_accessed = ? WHERE image_id = ?',
      seconds(),
      imageId,
    );
  }

  async remove(imageId: string): Promise<void> {
    await this.#run('DELETE FROM cached_images WHERE image_id = ?', imageId);
  }

  async clear(): Promise<void> {
    await this.#run('DELETE FROM cached_images');
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  async #all(sql: string, ...values: Value[]): Promise<Row[]> {
    return this.#patiently(() => this.#database.prepare(sql).all(...values) as unknown as Row[]);
  }

  async #run(sql: string, ...values: Value[]): Promise<void> {
    await this.#patiently(() => this.#database.prepare(sql).run(...values));
  }

  /** Tries again while another process writes, without blocking the event loop as SQLite's own busy handler would. */
  async #patiently<T>(action: () => T): Promise<T> {
    const deadline = performance.now() + PATIENCE;
    for (;;) {
      try {
        return action();
      } catch (error) {
        if (!(error instanceof Error) || !error.message.includes('locked') || performance.now() >= deadline)
          throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE * (0.5 + Math.random())));
    }
  }
}

const SELECT = 'SELECT image_id, hits, last_accessed, last_modified, size, checksum FROM cached_images';

interface Row {
  image_id: string;
  hits: number;
  last_accessed: number;
  last_modified: number;
  size: number;
  checksum: string | null;
}

function recordOf(row: Row): CacheRecord {
  return {
    imageId: row.image_id,
    hits: row.hits,
    lastAccessed: row.last_accessed,
    lastModified: row.last_modified,
    size: row.size,
    checksum: row.checksum,
  };
}

function seconds(): number {
  return Date.now() / 1000;
}
