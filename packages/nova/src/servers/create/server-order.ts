// SPDX-License-Identifier: Apache-2.0

/** A block device as a request names it, in the second form. */
export interface RequestedDevice {
  readonly source_type?: 'volume' | 'image' | 'snapshot' | 'blank';
  readonly destination_type?: 'local' | 'volume';
  readonly uuid?: string;
  readonly volume_id?: string;
  readonly snapshot_id?: string;
  readonly image_id?: string;
  readonly volume_size?: number | string;
  readonly device_name?: string;
  readonly delete_on_termination?: boolean | string;
  readonly no_device?: unknown;
  readonly guest_format?: string;
  readonly device_type?: string;
  readonly disk_bus?: string;
  readonly boot_index?: number | string | null;
  readonly tag?: string;
  readonly volume_type?: string | null;
}

export interface RequestedNetwork {
  readonly uuid?: string;
  readonly port?: string | null;
  readonly fixed_ip?: string;
  readonly tag?: string;
}

/** New servers as they are asked for, what is common to all microversions. */
export interface ServerOrder {
  readonly name: string;
  readonly description: string | null;
  readonly hostname: string | null;
  /** '' where there is none. */
  readonly imageRef: string;
  readonly flavorRef: string;
  readonly adminPass: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly networks: readonly RequestedNetwork[] | 'none' | 'auto' | undefined;
  readonly securityGroups: readonly string[];
  /** `zone`, `zone:host`, `zone:host:node` */
  readonly availabilityZone: string | null;
  readonly keyName: string | null;
  readonly userData: string | null;
  readonly hasConfigDrive: boolean;
  readonly diskConfig: 'AUTO' | 'MANUAL' | undefined;
  readonly accessIPv4: string | null;
  readonly accessIPv6: string | null;
  /** Paths and contents in Base64. */
  readonly personality: readonly { readonly path: string; readonly contents: string }[];
  readonly devices: readonly RequestedDevice[];
  /** Whether `devices` came in the first form. */
  readonly isLegacyDevices: boolean;
  readonly minCount: number;
  readonly maxCount: number;
  readonly schedulerHints: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
  readonly trustedCertificates: readonly string[] | null;
  readonly host: string | null;
  readonly hypervisorHostname: string | null;
  /** Whether volumes that several servers write to are known to the caller's microversion (2.60). */
  readonly supportsMultiattach: boolean;
}
