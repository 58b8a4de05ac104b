// SPDX-License-Identifier: Apache-2.0
import type { RunningCloud } from './running-cloud.js';

/** A row of a table that the glance client prints, by the names of the columns. */
export type Row = Readonly<Record<string, string>>;

/** Debian's glance client, which knows tables only, as the administrator of a cloud. */
export class GlanceClient {
  readonly #cloud: RunningCloud;

  constructor(cloud: RunningCloud) {
    this.#cloud = cloud;
  }

  /** `glance …`; gives what it printed. Rejects where it fails. */
  run(...words: readonly string[]): Promise<string> {
    return this.#cloud.glance(...words);
  }

  /** As `run`, for a list. */
  async list(...words: readonly string[]): Promise<readonly Row[]> {
    return rowsOf(await this.run(...words));
  }

  /** As `run`, for one thing. */
  async one(...words: readonly string[]): Promise<Row> {
    const rows = (await this.list(...words)) as readonly { readonly Property?: string; readonly Value?: string }[];
    const fields: Record<string, string> = {};
    let name = '';
    // What is too long for a line goes on in the next one, which names nothing.
    for (const { Property = '', Value = '' } of rows) {
      if (Property !== '') name = Property;
      fields[name] = Property === '' ? `${fields[name] ?? ''} ${Value}` : Value;
    }
    return fields;
  }
}

function rowsOf(table: string): readonly Row[] {
  const lines = table.split('\n').filter((line) => line.startsWith('|'));
  const [names = [], ...rows] = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [names[index] ?? '', cell])));
}
