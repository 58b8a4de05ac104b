// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import type { QemuSettings } from './qemu-settings.js';

// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
export { commandLine, makeSmallGuest } from '../../../../../../tools/services/small-guest.mjs';

export function testSettings(instancesPath: string, changes: Partial<QemuSettings> = {}): QemuSettings {
  return {
    host: 'host1',
    hostIp: '192.0.2.1',
    blockStorageIp: '192.0.2.1',
    instancesPath,
    imageCacheName: '_base',
    acceleration: 'tcg',
    qemuImg: { cpu: 30, addressSpace: 1 },
    allowedVmdkTypes: ['streamOptimized', 'monolithicSparse'],
    deviceDetach: { attempts: 8, timeout: 20 },
    excludedImageTypes: [],
    logger: silentLogger,
    ...changes,
  };
}
