// SPDX-License-Identifier: Apache-2.0
import type { DriverCapabilities } from '../capabilities.js';

/** What this driver can do; images as libvirt's driver names them for QEMU. */
export const qemuCapabilities: DriverCapabilities = {
  hasImagecache: true,
  supportsEvacuate: true,
  supportsMigrateToSameHost: true,
  supportsAttachInterface: false,
  supportsDeviceTagging: false,
  supportsTaggedAttachInterface: false,
  supportsTaggedAttachVolume: false,
  supportsExtendVolume: true,
  supportsMultiattach: true,
  supportsTrustedCerts: false,
  supportsAccelerators: false,
  supportsRemoteManagedPorts: false,
  supportsImageTypes: new Set(['aki', 'ami', 'ari', 'iso', 'qcow2', 'raw']),
  supportsBfvRescue: true,
};
