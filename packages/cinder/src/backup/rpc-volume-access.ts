// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import type { Logger } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import { BackendError } from '../errors/base.js';
import type { VolumeObjectRow } from '../objects/from-rows.js';
import type { VolumeRpc } from '../rpc/volume-rpc.js';
import { openDeviceReader, openDeviceWriter } from './device-file.js';
import type { BackupDevice, BackupVolumeAccess, VolumeReader, VolumeWriter } from './volume-access.js';

const GIBIBYTE = 2 ** 30;

/** The volume is reached in a way that this service has no means for. */
export class UnsupportedConnection extends BackendError {
  constructor(type: unknown) {
    super(
      `This service cannot reach volumes by '${String(type)}', only by a path on its host ('local'). Run a cinder-backup ` +
        'of the Python service for such back ends.',
    );
  }
}

export interface RpcVolumeAccessInit {
  readonly volumeRpc: VolumeRpc;
  /** `my_ip` */
  readonly address: string;
  readonly logger: Logger;
}

/** Ways to take a connection and to give it back. */
interface Connection {
  readonly path: string;
  giveBack(): Promise<void>;
}

/**
 * Volumes through their cinder-volume: it exports the device and says where it is (`initialize_connection`), and takes
 * it back. Their paths are on this host: the back end is a folder or a device here, or a share that is mounted here.
 */
export class RpcVolumeAccess implements BackupVolumeAccess {
  readonly #init: RpcVolumeAccessInit;

  constructor(init: RpcVolumeAccessInit) {
    this.#init = init;
  }

  async openForReading(context: RequestContext, device: BackupDevice): Promise<VolumeReader> {
    const connection =
      device.kind === 'volume'
        ? await this.#connectVolume(context, device.volume)
        : await this.#connectSnapshot(context, device);
    const gibibytes = device.kind === 'volume' ? device.volume.size : device.snapshot.volumeSize;
    return this.#opened(connection, () => openDeviceReader(connection.path, (gibibytes ?? 0) * GIBIBYTE));
  }

  async openForWriting(context: RequestContext, volume: VolumeObjectRow): Promise<VolumeWriter> {
    const connection = await this.#connectVolume(context, volume);
    return this.#opened(connection, () => openDeviceWriter(connection.path, (volume.size ?? 0) * GIBIBYTE));
  }

  /** What is opened gives its connection back when it is closed. */
  async #opened<T extends { close(): Promise<void> }>(connection: Connection, open: () => Promise<T>): Promise<T> {
    let file: T;
    try {
      file = await open();
    } catch (error) {
      await connection.giveBack().catch((failure: unknown) => this.#init.logger.error('Failed to detach.', failure));
      throw error;
    }
    const close = file.close.bind(file);
    file.close = async () => {
      try {
        await close();
      } finally {
        await connection.giveBack();
      }
    };
    return file;
  }

  async #connectVolume(context: RequestContext, volume: VolumeObjectRow): Promise<Connection> {
    const { volumeRpc, logger } = this.#init;
    const connector = this.#connector();
    try {
      const path = pathOf(await volumeRpc.initializeConnection(context, volume, connector));
      return {
        path,
        giveBack: async () => {
          await volumeRpc.terminateConnection(context, volume, connector, { force: true });
          await volumeRpc.removeExport(context, volume, { wait: true });
        },
      };
    } catch (error) {
      await volumeRpc
        .terminateConnection(context, volume, connector, { force: true })
        .catch(() =>
          logger.warning(`Failed to terminate the connection of volume ${volume.id}, but it is acceptable.`),
        );
      throw error;
    }
  }

  async #connectSnapshot(
    context: RequestContext,
    { snapshot, volume }: Extract<BackupDevice, { kind: 'snapshot' }>,
  ): Promise<Connection> {
    const { volumeRpc, logger } = this.#init;
    const connector = this.#connector();
    try {
      const path = pathOf(await volumeRpc.initializeConnectionSnapshot(context, volume, snapshot.id, connector));
      return {
        path,
        giveBack: async () => {
          await volumeRpc.terminateConnectionSnapshot(context, volume, snapshot.id, connector, { force: true });
          await volumeRpc.removeExportSnapshot(context, volume, snapshot.id, { wait: true });
        },
      };
    } catch (error) {
      await volumeRpc
        .terminateConnectionSnapshot(context, volume, snapshot.id, connector, { force: true })
        .catch(() =>
          logger.warning(`Failed to terminate the connection of snapshot ${snapshot.id}, but it is acceptable.`),
        );
      throw error;
    }
  }

  /** Who connects, in the terms of os-brick. */
  #connector(): Record<string, unknown> {
    return {
      ip: this.#init.address,
      host: hostname(),
      multipath: false,
      enforce_multipath: false,
      do_local_attach: false,
      platform: process.arch === 'x64' ? 'x86_64' : process.arch,
      os_type: process.platform,
    };
  }
}

function pathOf({ driver_volume_type: type, data }: Record<string, unknown>): string {
  const path = (data as { device_path?: unknown } | undefined)?.device_path;
  if (type !== 'local' || typeof path !== 'string' || !path.startsWith('/')) throw new UnsupportedConnection(type);
  return path;
}
