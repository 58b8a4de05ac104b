// SPDX-License-Identifier: Apache-2.0
import { isDeepStrictEqual } from 'node:util';
import { pythonStr } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { Invalid, InvalidInput } from '../../errors/base.js';
import { InvalidReplicationTarget, UnableToFailOver } from '../../errors/volume-driver.js';
import { snapshotObject, volumeObject } from '../../objects/from-rows.js';
import { madeObject, type WireObject } from '../../objects/wire-object.js';
import type { Manageable } from '../drivers/driver.js';
import type { VolumeBackend } from './volume-backend.js';

/** How a page of manageable things is asked for, with upstream's names of keys. */
export interface ManageablePage {
  /** The reference of the last one of the page before, or its JSON. */
  readonly marker: unknown;
  readonly limit: number | null;
  readonly offset: number | null;
  readonly sortKeys: readonly string[];
  readonly sortDirs: readonly string[];
}

/** What a back end says of itself and of what is on it. */
export class BackendReports {
  readonly #backend: VolumeBackend;

  constructor(backend: VolumeBackend) {
    this.#backend = backend;
  }

  /** Upstream's init_capabilities: what types may ask for. */
  async capabilities(): Promise<Record<string, unknown>> {
    const { driver } = this.#backend;
    const stats = await driver.getVolumeStats();
    const pool = stats.pools[0] ?? {};
    const property = (title: string, description: string) => ({ title, description, type: 'boolean' });
    return {
      description: null,
      display_name: null,
      driver_version: stats.driver_version,
      namespace: `OS::Storage::Capabilities::${this.#backend.init.host}`,
      pool_name: null,
      replication_targets: [],
      storage_protocol: stats.storage_protocol,
      vendor_name: stats.vendor_name,
      visibility: null,
      volume_backend_name: stats.volume_backend_name,
      properties: {
        thin_provisioning: property('Thin Provisioning', 'Sets thin provisioning.'),
        compression: property('Compression', 'Enables compression.'),
        qos: property('QoS', 'Enables QoS.'),
        replication_enabled: property('Replication', 'Enables replication.'),
        ...(pool.multiattach === undefined ? {} : { multiattach: property('Multiattach', 'Enables multiattach.') }),
        ...driver.capabilities,
      },
    };
  }

  async manageableVolumes(page: ManageablePage): Promise<Manageable[]> {
    const { repository, host } = this.#backend.init;
    return cut(await this.#backend.driver.getManageableVolumes(await repository.listVolumes(host)), page);
  }

  async manageableSnapshots(page: ManageablePage): Promise<Manageable[]> {
    const { repository, host } = this.#backend.init;
    return cut(await this.#backend.driver.getManageableSnapshots(await repository.listSnapshots(host)), page);
  }

  /** What a backup is to read: the snapshot it names, else the volume itself. */
  async backupDevice(context: RequestContext, backupId: string, isAsync: boolean): Promise<WireObject | null> {
    const { repository, backupRpc } = this.#backend.init;
    const backup = await repository.getBackup(backupId);
    const device =
      backup.snapshotId === null
        ? { volume: volumeObject(await this.#backend.volume(backup.volumeId)) }
        : { snapshot: snapshotObject(await this.#backend.snapshot(backup.snapshotId)) };
    const info = madeObject('BackupDeviceInfo', { secure_enabled: false, ...device });
    if (!isAsync) return info;
    await backupRpc.continueBackup(context, backup, info);
    return null;
  }

  /**
   * Has the schedulers leave the back end alone; that its volumes are not changed is the API's to see to.
   * @returns true
   */
  async freeze(): Promise<boolean> {
    await this.#setDisabled(true, 'frozen');
    this.#backend.init.logger.info('Set backend status to frozen successfully.');
    return true;
  }

  /** Ends that. @returns true: no driver here has anything to say against it */
  async thaw(): Promise<boolean> {
    await this.#setDisabled(false, '');
    this.#backend.init.logger.info('Thawed backend successfully.');
    return true;
  }

  async #setDisabled(disabled: boolean, disabledReason: string): Promise<void> {
    this.#backend.requireDriver();
    await this.#backend.init.repository.updateService(this.#backend.service.id, { disabled, disabledReason });
  }

  /** No driver here replicates: upstream's answers for such back ends. */
  failover(secondary: string | null): never {
    throw secondary === null
      ? new UnableToFailOver('No secondary backends are configured')
      : new InvalidReplicationTarget(`${secondary} is not a replication target of this back end`);
  }

  replicateGroup(groupId: string): never {
    throw new Invalid(`Invalid Group: Replication of group ${groupId} is not supported by this back end.`);
  }
}

/** Sorts, and cuts a page out (upstream's paginate_entries_list). Throws `InvalidInput` for a marker that is none. */
function cut(all: readonly Manageable[], { marker, limit, offset, sortKeys, sortDirs }: ManageablePage): Manageable[] {
  const keys = sortKeys.length === 0 ? ['reference'] : sortKeys;
  const value = (one: Manageable, key: string): string | number =>
    key === 'size' ? one.size : (Object.values(one.reference).sort()[0] ?? '');
  const sorted = [...all].sort((a, b) => {
    for (const [index, key] of keys.entries()) {
      const [left, right] = [value(a, key), value(b, key)];
      if (left !== right) return (left < right ? -1 : 1) * (sortDirs[index] === 'asc' ? 1 : -1);
    }
    return 0;
  });
  const start = startAfter(sorted, marker) + (offset ?? 0);
  return sorted.slice(start, limit === null ? undefined : start + limit);
}

function startAfter(sorted: readonly Manageable[], marker: unknown): number {
  if (marker === null || marker === undefined || marker === '') return 0;
  const wanted = typeof marker === 'string' ? parsed(marker) : marker;
  const index = sorted.findIndex(({ reference }) => isDeepStrictEqual(reference, wanted));
  if (index === -1) throw new InvalidInput(`marker not found: ${pythonStr(wanted)}`);
  return index + 1;
}

function parsed(marker: string): unknown {
  try {
    return JSON.parse(marker);
  } catch {
    throw new InvalidInput(`marker ${marker} can not be analysed, please use json like format`);
  }
}
