// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { InstanceValues } from '../instances/instance.js';
import { type InjectedFile, InstanceMetadata } from './instance-metadata.js';
import type { MetadataServer } from './metadata-server.js';
import type { VendorData } from './vendor-data.js';

export interface ConfigDriveInit {
  /** What belongs to a server beside itself; a compute host asks the conductor. */
  readonly serverOf: (context: RequestContext, instance: InstanceValues) => Promise<MetadataServer>;
  readonly vendorData: VendorData;
  /** Of `[api]`. */
  readonly settings: { readonly dhcp_domain: string; readonly config_drive_skip_versions: string };
}

export interface ConfigDriveParts {
  readonly files: readonly InjectedFile[];
  readonly adminPassword: string | null;
}

/** Makes the files of configuration drives: what the metadata service tells, and what only the build knows. */
export function configDriveFiles({
  serverOf,
  vendorData,
  settings,
}: ConfigDriveInit): (
  context: RequestContext,
  instance: InstanceValues,
  parts: ConfigDriveParts,
) => Promise<ReadonlyMap<string, Buffer>> {
  const skipped = settings.config_drive_skip_versions.split(' ').filter((version) => version !== '');
  return async (context, instance, { files, adminPassword }) => {
    const metadata = new InstanceMetadata({
      server: await serverOf(context, instance),
      address: null,
      domain: settings.dhcp_domain,
      vendorData,
      files,
      extra: adminPassword === null || adminPassword === '' ? {} : { admin_pass: adminPassword },
    });
    return metadata.files(skipped);
  };
}
