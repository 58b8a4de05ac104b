// SPDX-License-Identifier: Apache-2.0

/** Sizes of a guest. */
export interface GuestFlavor {
  readonly vcpus: number;
  readonly memoryMb: number;
  /** GiB; 0 where the root disk is as large as its image. */
  readonly rootGb: number;
  readonly ephemeralGb: number;
  readonly swapMb: number;
  readonly extraSpecs: Readonly<Record<string, string>>;
}

/** The bytes of an image: all that is to be known of a kernel. */
export interface GuestImageFile {
  readonly id: string;
  /** Writes them to the path, which does not exist yet. Rejects where they are not what the checksum says. */
  readonly download: (path: string) => Promise<void>;
}

/** An image of the Image service as a guest is made of it; the bytes come when they are asked for. */
export interface GuestImage extends GuestImageFile {
  readonly diskFormat: string;
  readonly containerFormat: string;
  readonly checksum: string | null;
  /** Bytes. */
  readonly size: number;
  /** `hw_disk_bus`, `hw_rescue_device`, … as the image has them. */
  readonly properties: Readonly<Record<string, string>>;
}

/** A volume as a guest gets it: what the Block Storage service said of the connection, and where it is to appear. */
export interface GuestVolume {
  readonly volumeId: string;
  /** `/dev/vdb` */
  readonly mountDevice: string;
  /** 0 for the disk that is started from; null or negative for one that is not. */
  readonly bootIndex: number | null;
  readonly diskBus: string | null;
  readonly deviceType: string | null;
  readonly isReadOnly: boolean;
  /** Whether other guests write to it at the same time. */
  readonly isMultiattach: boolean;
  readonly connection: { readonly driverVolumeType: string; readonly data: Readonly<Record<string, unknown>> };
}

/** A disk that is made for the guest and goes with it. */
export interface GuestDisk {
  readonly kind: 'ephemeral' | 'swap';
  /** MiB. */
  readonly sizeMb: number;
  readonly guestFormat: string | null;
  readonly mountDevice: string;
  readonly diskBus: string | null;
}

export interface GuestFile {
  readonly path: string;
  readonly contents: Buffer;
}

export interface GuestInterface {
  readonly id: string;
  /** The MAC. */
  readonly address: string;
}

/** What a guest is known by: all that is needed to find or to end one. */
export interface GuestIdentity {
  readonly uuid: string;
  /** `instance_name_template` made of it: `instance-0000001a` */
  readonly name: string;
}

/** All that a driver is told of a guest. */
export interface GuestDescription extends GuestIdentity {
  readonly hostname: string;
  readonly projectId: string;
  readonly userId: string;
  readonly flavor: GuestFlavor;
  /** None where it starts from a volume. */
  readonly image: GuestImage | undefined;
  /** Where the image (or the caller) names them. */
  readonly kernel: GuestImageFile | undefined;
  readonly ramdisk: GuestImageFile | undefined;
  /** Of the image, also where the guest starts from a volume that was made of one. */
  readonly imageProperties: Readonly<Record<string, string>>;
  readonly rootDevice: string;
  readonly volumes: readonly GuestVolume[];
  readonly disks: readonly GuestDisk[];
  readonly files: readonly GuestFile[];
  readonly adminPassword: string | null;
  /** The files of the config drive, by path; undefined where the guest has none. */
  readonly configDrive: ReadonlyMap<string, Buffer> | undefined;
  /** As `network_info` has them. */
  readonly interfaces: readonly GuestInterface[];
}
