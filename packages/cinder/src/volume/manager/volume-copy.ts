// SPDX-License-Identifier: Apache-2.0
import { hostname } from 'node:os';
import type { RequestContext } from '@stackport/context';
import { VolumeMigrationFailed } from '../../errors/volume-driver.js';
import { FileWriter } from '../drivers/file/file-access.js';
import { BLOCK_SIZE, isZero } from '../drivers/file/sparse-copy.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

/**
 * Copies a volume of this back end into one of another. The other says where that is; it must be reachable from here, as
 * files of a share are.
 * @throws VolumeMigrationFailed for connections that are no path
 */
export async function copyVolume(
  backend: VolumeBackend,
  context: RequestContext,
  volume: VolumeWithParts,
  target: VolumeWithParts,
): Promise<void> {
  const { volumeRpc, logger } = backend.init;
  const connector = { host: hostname(), multipath: false };
  const info = await volumeRpc.initializeConnection(context, target, connector);
  try {
    const path = (info.data as Record<string, unknown> | undefined)?.device_path;
    if (info.driver_volume_type !== 'local' || typeof path !== 'string')
      throw new VolumeMigrationFailed(`Connections of type ${String(info.driver_volume_type)} cannot be opened here`);
    await copyInto(backend, volume, path);
  } finally {
    await volumeRpc.terminateConnection(context, target, connector);
  }
  logger.info(`Volume ${volume.id}: copied to ${target.host ?? ''}`);
}

async function copyInto(backend: VolumeBackend, volume: VolumeWithParts, path: string): Promise<void> {
  const reader = await backend.driver.openForReading({ kind: 'volume', volume });
  try {
    const writer = await FileWriter.open(path);
    try {
      for (let offset = 0; offset < reader.size; offset += BLOCK_SIZE) {
        const data = await reader.read(offset, BLOCK_SIZE);
        if (!writer.isZeroed || !isZero(data)) await writer.write(offset, data);
      }
      await writer.flush();
    } finally {
      await writer.close();
    }
  } finally {
    await reader.close();
  }
}
