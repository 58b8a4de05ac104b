// SPDX-License-Identifier: Apache-2.0
import { stat } from 'node:fs/promises';
import { DiskNotFound, VolumeDriverNotFound, VolumeEncryptionNotSupported } from '../errors.js';
import type { GuestVolume } from '../guest.js';

export interface VolumeFile {
  readonly path: string;
  readonly isBlockDevice: boolean;
}

/**
 * Where a volume's bytes are on this host. A volume that is reached by a path is opened there; sessions and mounts (iSCSI,
 * NFS, …) are libvirt's to make.
 * @throws VolumeDriverNotFound, VolumeEncryptionNotSupported; DiskNotFound where nothing is there
 */
export async function volumeFile({ volumeId, connection }: GuestVolume): Promise<VolumeFile> {
  const { driverVolumeType, data } = connection;
  const path = data.device_path;
  if (driverVolumeType !== 'local' || typeof path !== 'string' || !path.startsWith('/'))
    throw new VolumeDriverNotFound(driverVolumeType);
  if (data.encrypted === true) throw new VolumeEncryptionNotSupported(driverVolumeType, volumeId);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || (!found.isFile() && !found.isBlockDevice())) throw new DiskNotFound(path);
  return { path, isBlockDevice: found.isBlockDevice() };
}

/** The same of all that a guest has, by the volume's id. */
export async function volumeFiles(volumes: readonly GuestVolume[]): Promise<Map<string, VolumeFile>> {
  const files = await Promise.all(volumes.map(async (volume) => [volume.volumeId, await volumeFile(volume)] as const));
  return new Map(files);
}
