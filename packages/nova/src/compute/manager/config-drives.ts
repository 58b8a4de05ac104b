// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { configDriveFiles, ec2IdsOf, SERVER_PARTS, vendorDataFrom } from '../../metadata/index.js';
import { apiOptions } from '../../options/index.js';
import type { ComputeStore } from '../store/compute-store.js';
import type { ConfigDrive } from './guests.js';

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
      const instance = await store.instance(context, uuid, SERVER_PARTS);
      return {
        instance,
        devices: await store.devices(context, uuid),
        ec2Ids: ec2IdsOf(instance),
        securityGroups: [],
      };
    },
  });
  return { configDrive, close: () => vendorData.close() };
}
