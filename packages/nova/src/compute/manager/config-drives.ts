// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { configDriveFiles, ec2Id, vendorDataFrom } from '../../metadata/index.js';
import { apiOptions } from '../../options/index.js';
import type { ComputeStore } from '../store/compute-store.js';
import type { ConfigDrive } from './guests.js';

/** What metadata are made of. */
const PARTS = [
  'flavor',
  'keypairs',
  'metadata',
  'system_metadata',
  'info_cache',
  'device_metadata',
  'numa_topology',
] as const;

/** Configuration drives of servers on this host, closed by `close`. */
export function configDrives(
  configuration: Configuration,
  store: ComputeStore,
  logger: Logger,
): { readonly configDrive: ConfigDrive; close(): Promise<void> } {
  const vendorData = vendorDataFrom(configuration, logger);
  const configDrive = configDriveFiles({
    vendorData,
    settings: configuration.get(apiOptions),
    serverOf: async (context, { uuid }) => {
      const instance = await store.instance(context, uuid, PARTS);
      return {
        instance,
        devices: await store.devices(context, uuid),
        // Images have no numbers here: upstream counts them in a table for EC2's API, which is gone.
        ec2Ids: { instance_id: ec2Id('i', instance.id), ami_id: null, kernel_id: null, ramdisk_id: null },
        securityGroups: [],
      };
    },
  });
  return { configDrive, close: () => vendorData.close() };
}
