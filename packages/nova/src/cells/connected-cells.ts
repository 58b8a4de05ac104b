// SPDX-License-Identifier: Apache-2.0
import type { Transport } from '@stackport/messaging';
import { CellMappingNotFound, HostMappingNotFound } from '../errors/hosts.js';
import { CellServices } from '../hosts/cell-services.js';
import { ComputeNodes } from '../hosts/compute-nodes.js';
import { ActionRepository } from '../instances/action-repository.js';
import { BlockDeviceRepository } from '../instances/block-device-repository.js';
import { FaultRepository } from '../instances/fault-repository.js';
import { InstanceRepository } from '../instances/instance-repository.js';
import { MigrationRepository } from '../migrations/migration-repository.js';
import type { ComputeRpc } from '../rpc/compute-rpc.js';
import { createClients, type VersionCaps } from '../rpc/create-clients.js';
import type { RpcTimeouts } from '../rpc/rpc-timeouts.js';
import { TagRepository } from '../servers/tags/tag-repository.js';
import { CELL0_UUID, type CellMapping } from './cell-mapping-repository.js';
import type { Cells } from './cells.js';
import type { HostMappingRepository } from './host-mapping-repository.js';

/** A cell as the API and the conductor work on it: its database, by its repositories, and its compute hosts. */
export interface ConnectedCell {
  /** Number of its mapping. */
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly instances: InstanceRepository;
  readonly devices: BlockDeviceRepository;
  readonly actions: ActionRepository;
  readonly faults: FaultRepository;
  readonly tags: TagRepository;
  readonly migrations: MigrationRepository;
  readonly services: CellServices;
  readonly nodes: ComputeNodes;
  readonly compute: ComputeRpc;
}

export interface ConnectedCellsInit {
  readonly cells: Cells;
  readonly hosts: Pick<HostMappingRepository, 'find'>;
  /** The bus of a URL: this process's own where it is the same. */
  readonly transportOf: (url: string) => Transport;
  readonly timeouts: RpcTimeouts;
  readonly versionCaps: VersionCaps;
}

/** The cells with what is done in them; each is made ready when it is first asked for. */
export class ConnectedCells {
  readonly #init: ConnectedCellsInit;
  readonly #connected = new Map<string, Promise<ConnectedCell>>();

  constructor(init: ConnectedCellsInit) {
    this.#init = init;
  }

  /** The one of servers that found no host. Rejects with `CellMappingNotFound`. */
  async cell0(): Promise<ConnectedCell> {
    const mapping = (await this.#init.cells.list()).find(({ uuid }) => uuid === CELL0_UUID);
    if (mapping === undefined) throw new CellMappingNotFound(CELL0_UUID);
    return this.#connect(mapping);
  }

  /** The one of a host. Rejects with `HostMappingNotFound`. */
  async ofHost(host: string): Promise<ConnectedCell> {
    const mapping = await this.#init.hosts.find(host);
    if (mapping === null) throw new HostMappingNotFound(host);
    return this.byId(mapping.cellId);
  }

  /** @param id - number of a mapping. Rejects with `CellMappingNotFound`. */
  async byId(id: number): Promise<ConnectedCell> {
    return this.#connect(await this.#init.cells.get(id));
  }

  /** All, cell0 with them; one that is disabled is still asked. */
  async all(): Promise<readonly ConnectedCell[]> {
    return Promise.all((await this.#init.cells.list()).map((mapping) => this.#connect(mapping)));
  }

  #connect(mapping: CellMapping): Promise<ConnectedCell> {
    let connecting = this.#connected.get(mapping.uuid);
    if (connecting === undefined) {
      connecting = this.#make(mapping);
      this.#connected.set(mapping.uuid, connecting);
      connecting.catch(() => this.#connected.delete(mapping.uuid));
    }
    return connecting;
  }

  async #make(mapping: CellMapping): Promise<ConnectedCell> {
    const { cells, transportOf, timeouts, versionCaps } = this.#init;
    const { database } = await cells.open(mapping);
    // cell0 has no bus: nothing is ever sent to it.
    const transport = transportOf(mapping.uuid === CELL0_UUID ? 'none:///' : cells.transportUrl(mapping));
    return {
      id: mapping.id,
      uuid: mapping.uuid,
      name: mapping.name,
      instances: new InstanceRepository(database),
      devices: new BlockDeviceRepository(database),
      actions: new ActionRepository(database),
      faults: new FaultRepository(database),
      tags: new TagRepository(database),
      migrations: new MigrationRepository(database),
      services: new CellServices(database),
      nodes: new ComputeNodes(database),
      compute: createClients({ transport, timeouts, versionCaps }).compute,
    };
  }
}
