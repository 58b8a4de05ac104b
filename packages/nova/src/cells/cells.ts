// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import type { DatabaseSettings } from '@stackport/database';
import { type CellDatabase, openCellDatabase } from '../database.js';
import { CellMappingNotFound } from '../errors/hosts.js';
import { CELL0_UUID, type CellMapping, type CellMappingRepository } from './cell-mapping-repository.js';
import { fillTemplate } from './cell-url.js';

/** A cell whose database is open. */
export interface OpenCell {
  readonly mapping: CellMapping;
  readonly database: CellDatabase;
}

/** What a cell answered, or why it did not. */
export type CellResult<T> =
  { readonly mapping: CellMapping; readonly value: T } | { readonly mapping: CellMapping; readonly error: unknown };

export interface CellsInit {
  readonly mappings: Pick<CellMappingRepository, 'list'>;
  /** `[database] connection`: what cells' templates are filled in from. */
  readonly databaseUrl: string;
  /** `[DEFAULT] transport_url`, the same. */
  readonly transportUrl: string;
  readonly settings: Partial<DatabaseSettings>;
  readonly logger: Logger;
  /** Milliseconds that a cell has for its answer (nova 26, CELL_TIMEOUT). */
  readonly timeout?: number;
}

const CELL_TIMEOUT_MS = 60_000;

/** The cells: which there are, and their databases, each opened when it is first asked. */
export class Cells {
  readonly #init: CellsInit;
  readonly #databases = new Map<string, Promise<CellDatabase>>();
  #mappings: Promise<readonly CellMapping[]> | undefined;

  constructor(init: CellsInit) {
    this.#init = init;
  }

  /** All cells, read once: as upstream, a process hears of new ones at its next start, or by `refresh`. */
  list(): Promise<readonly CellMapping[]> {
    this.#mappings ??= this.#read();
    return this.#mappings;
  }

  /** Reads them again at the next use. */
  refresh(): void {
    this.#mappings = undefined;
  }

  /** Those that have hosts: all but cell0. */
  async listWithHosts(): Promise<readonly CellMapping[]> {
    return (await this.list()).filter(({ uuid }) => uuid !== CELL0_UUID);
  }

  /** Throws CellMappingNotFound. */
  async get(id: number): Promise<CellMapping> {
    const found =
      (await this.list()).find((cell) => cell.id === id) ?? (await this.#reread()).find((cell) => cell.id === id);
    if (found === undefined) throw new CellMappingNotFound(String(id));
    return found;
  }

  /** The database of a cell. Rejects as `openCellDatabase`; the next call tries again. */
  async open(mapping: CellMapping): Promise<OpenCell> {
    const url = fillTemplate(mapping.databaseConnection, this.#init.databaseUrl);
    let opening = this.#databases.get(url);
    if (opening === undefined) {
      const { settings, logger } = this.#init;
      opening = openCellDatabase(url, { settings, logger: logger.named('nova.db') });
      this.#databases.set(url, opening);
      opening.catch(() => this.#databases.delete(url));
    }
    return { mapping, database: await opening };
  }

  /**
   * The cell that this process works in: the one whose database is `[database] connection`, or the first with hosts.
   * Throws `CellMappingNotFound` where there is none.
   */
  async openOwn(): Promise<OpenCell> {
    const cells = await this.listWithHosts();
    const urlOf = (cell: CellMapping): string => fillTemplate(cell.databaseConnection, this.#init.databaseUrl);
    const own = cells.find((cell) => urlOf(cell) === this.#init.databaseUrl) ?? cells[0];
    if (own === undefined) throw new CellMappingNotFound('cell1');
    return this.open(own);
  }

  /** The URL of a cell's bus. */
  transportUrl(mapping: CellMapping): string {
    return fillTemplate(mapping.transportUrl, this.#init.transportUrl);
  }

  /**
   * Asks cells, all at a time. What a cell does not answer within a minute, or what its database says instead, is an
   * error in its place, and logged.
   * @param cells - all of them by default
   */
  async scatter<T>(
    action: (cell: OpenCell) => Promise<T>,
    cells?: readonly CellMapping[],
  ): Promise<readonly CellResult<T>[]> {
    const asked = cells ?? (await this.list());
    return Promise.all(
      asked.map(async (mapping): Promise<CellResult<T>> => {
        try {
          return { mapping, value: await this.#inTime(mapping, this.open(mapping).then(action)) };
        } catch (error) {
          this.#init.logger.error(`Error gathering result from cell ${mapping.uuid}`, error);
          return { mapping, error };
        }
      }),
    );
  }

  /** The answers of the cells that gave one. */
  async gather<T>(action: (cell: OpenCell) => Promise<T>, cells?: readonly CellMapping[]): Promise<readonly T[]> {
    const results = await this.scatter(action, cells);
    return results.flatMap((result) => ('value' in result ? [result.value] : []));
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#databases.values());
    this.#databases.clear();
    for (const one of opened) if (one.status === 'fulfilled') await one.value.close();
  }

  async #reread(): Promise<readonly CellMapping[]> {
    this.refresh();
    return this.list();
  }

  #read(): Promise<readonly CellMapping[]> {
    const reading = this.#init.mappings.list();
    reading.catch(() => this.refresh());
    return reading;
  }

  async #inTime<T>(mapping: CellMapping, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      const fail = (): void => reject(new Error(`Timed out waiting for response from cell ${mapping.uuid}`));
      timer = setTimeout(fail, this.#init.timeout ?? CELL_TIMEOUT_MS);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }
}
