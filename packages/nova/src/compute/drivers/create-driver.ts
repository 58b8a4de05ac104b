// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import {
  computeHostOptions,
  computeOptions,
  imageCacheOptions,
  serviceOptions,
  vncOptions,
} from '../../options/index.js';
import { qemuHostOptions } from '../../options/qemu.js';
import type { ComputeDriver } from './compute-driver.js';
import { VirtDriverNotReady } from './errors.js';
import { FakeDriver } from './fake/fake-driver.js';
import { fakeVariant } from './fake/fake-settings.js';

/** A configuration names a hypervisor that there is no driver for. */
export class UnknownComputeDriver extends VirtDriverNotReady {
  constructor(name: string) {
    super();
    this.message =
      `Unable to load the virtualization driver ${name}: there are fake.FakeDriver and its kin, and qemu.QemuDriver. ` +
      'Hosts of libvirt, Ironic and others are Python’s nova-compute: it joins the same bus.';
  }
}

/**
 * The driver that `compute_driver` names.
 * @param stateFolder - where fake guests are kept from one start to the next; in memory without it
 * @throws UnknownComputeDriver
 */
export async function createComputeDriver(
  configuration: Configuration,
  logger: Logger,
  { stateFolder, host }: { readonly stateFolder?: string; readonly host?: string } = {},
): Promise<ComputeDriver> {
  const node = configuration.get(serviceOptions);
  const hostOptions = configuration.get(computeHostOptions);
  const name = hostOptions.compute_driver ?? 'fake.FakeDriver';
  const { image_type_exclude_list: excludedImageTypes } = configuration.get(computeOptions);
  const fake = fakeVariant(name.replace(/^nova\.virt\./, ''));
  const own = {
    host: host ?? node.host,
    hostIp: node.my_ip,
    blockStorageIp: node.my_block_storage_ip,
    excludedImageTypes,
  };
  if (fake !== undefined)
    return new FakeDriver({ ...fake, ...own, ...(stateFolder === undefined ? {} : { stateFolder }) });
  if (name !== 'qemu.QemuDriver') throw new UnknownComputeDriver(name);
  const { QemuDriver } = await import('./qemu/qemu-driver.js');
  const vnc = configuration.get(vncOptions);
  const qemu = configuration.get(qemuHostOptions);
  return new QemuDriver({
    ...own,
    instancesPath: hostOptions.instances_path,
    imageCacheName: configuration.get(imageCacheOptions).subdirectory_name,
    acceleration: qemu.acceleration,
    ...(vnc.enabled ? { vnc: { listen: vnc.server_listen, proxyClientAddress: vnc.server_proxyclient_address } } : {}),
    qemuImg: { cpu: 30, addressSpace: 1 },
    allowedVmdkTypes: ['streamOptimized', 'monolithicSparse'],
    deviceDetach: { attempts: 8, timeout: 20 },
    logger,
  });
}
