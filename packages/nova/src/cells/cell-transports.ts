// SPDX-License-Identifier: Apache-2.0
import type { Transport } from '@stackport/messaging';

/** The buses of cells: this process's own where the URL is the same, and one for each other. */
export class CellTransports {
  readonly #own: { readonly url: string; readonly transport: Transport };
  readonly #make: (url: string) => Transport;
  readonly #others = new Map<string, Transport>();

  /** @param make - opens the bus of a URL; nothing is sent before somebody is told something */
  constructor(own: { readonly url: string; readonly transport: Transport }, make: (url: string) => Transport) {
    this.#own = own;
    this.#make = make;
  }

  /** cell0 has no bus, and is never told anything: it has this process's own. */
  readonly of = (url: string): Transport => {
    if (url === this.#own.url || url.startsWith('none:')) return this.#own.transport;
    let transport = this.#others.get(url);
    if (transport === undefined) this.#others.set(url, (transport = this.#make(url)));
    return transport;
  };

  async close(): Promise<void> {
    const opened = [...this.#others.values()];
    this.#others.clear();
    for (const transport of opened) await transport.close();
  }
}
