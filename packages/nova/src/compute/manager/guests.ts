// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { ImageValues, Images } from '../../image/images.js';
import {
  instanceName,
  type BlockDeviceMappingValues,
  type FlavorValues,
  type InstanceValues,
} from '../../instances/instance.js';
import type {
  GuestDescription,
  GuestDisk,
  GuestFile,
  GuestFlavor,
  GuestIdentity,
  GuestImage,
  GuestImageFile,
} from '../drivers/guest.js';
import { guestVolumeOf } from './volume-connections.js';

/** What a guest is described with beside its server. */
export interface GuestParts {
  readonly devices: readonly BlockDeviceMappingValues[];
  /** Of the server; undefined where it starts from a volume, or where nothing is made anew. */
  readonly image?: ImageValues | undefined;
  readonly files?: readonly GuestFile[];
  readonly adminPassword?: string | null;
}

/** Files of a server's configuration drive by path. */
export type ConfigDrive = (
  context: RequestContext,
  instance: InstanceValues,
  parts: { readonly files: readonly GuestFile[]; readonly adminPassword: string | null },
) => Promise<ReadonlyMap<string, Buffer>>;

export interface GuestsInit {
  readonly images: Images;
  readonly configDrive: ConfigDrive;
  readonly settings: { readonly instance_name_template: string; readonly force_config_drive: boolean };
}

/** What an image's properties are called among a server's own data. */
const IMAGE_PREFIX = 'image_';

/** Servers as drivers take them. */
export class Guests {
  readonly #init: GuestsInit;

  constructor(init: GuestsInit) {
    this.#init = init;
  }

  identity(instance: InstanceValues): GuestIdentity {
    return { uuid: instance.uuid, name: instanceName(this.#init.settings.instance_name_template, instance) };
  }

  async describe(context: RequestContext, instance: InstanceValues, parts: GuestParts): Promise<GuestDescription> {
    const { image, devices, files = [], adminPassword = null } = parts;
    const { settings, configDrive } = this.#init;
    const hasDrive = settings.force_config_drive || (instance.config_drive ?? '') !== '';
    return {
      ...this.identity(instance),
      hostname: instance.hostname ?? '',
      projectId: instance.project_id ?? '',
      userId: instance.user_id ?? '',
      flavor: guestFlavorOf(instance.flavor),
      image: image === undefined ? undefined : this.image(context, image),
      kernel: this.#named(context, instance.kernel_id),
      ramdisk: this.#named(context, instance.ramdisk_id),
      imageProperties: imagePropertiesOf(instance),
      rootDevice: instance.root_device_name ?? '',
      volumes: devices.flatMap((device) => guestVolumeOf(device) ?? []),
      disks: devices.flatMap((device) => diskOf(device, instance.flavor)),
      files,
      adminPassword,
      configDrive: hasDrive ? await configDrive(context, instance, { files, adminPassword }) : undefined,
      interfaces: interfacesOf(instance.info_cache?.network_info ?? null),
    };
  }

  /** An image as drivers take it. */
  image(context: RequestContext, image: ImageValues): GuestImage {
    return {
      id: image.id,
      diskFormat: image.disk_format ?? '',
      containerFormat: image.container_format ?? '',
      checksum: image.checksum,
      size: image.size,
      properties: Object.fromEntries(
        Object.entries(image.properties).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
      ),
      download: (path) => this.#init.images.download(context, image, path),
    };
  }

  /** The Image service is asked when a host wants the bytes: one that has them starts a guest also where nobody could ask. */
  #named(context: RequestContext, id: string | null): GuestImageFile | undefined {
    if (id === null || id === '') return undefined;
    const { images } = this.#init;
    return { id, download: async (path) => images.download(context, await images.show(context, id), path) };
  }
}

/** The properties of the image that a server was made of, from its own data. */
export function imagePropertiesOf({
  system_metadata: metadata = {},
}: InstanceValues): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata)
      .filter(([name]) => name.startsWith(IMAGE_PREFIX))
      .map(([name, value]) => [name.slice(IMAGE_PREFIX.length), value]),
  );
}

export function guestFlavorOf(flavor: FlavorValues | undefined): GuestFlavor {
  return {
    vcpus: flavor?.vcpus ?? 1,
    memoryMb: flavor?.memory_mb ?? 0,
    rootGb: flavor?.root_gb ?? 0,
    ephemeralGb: flavor?.ephemeral_gb ?? 0,
    swapMb: flavor?.swap ?? 0,
    extraSpecs: flavor?.extra_specs ?? {},
  };
}

function diskOf(device: BlockDeviceMappingValues, flavor: FlavorValues | undefined): GuestDisk[] {
  if (device.source_type !== 'blank' || device.destination_type !== 'local') return [];
  const isSwap = device.guest_format === 'swap';
  const size = isSwap
    ? (device.volume_size ?? flavor?.swap ?? 0)
    : (device.volume_size ?? flavor?.ephemeral_gb ?? 0) * 1024;
  if (size === 0) return [];
  return [
    {
      kind: isSwap ? 'swap' : 'ephemeral',
      sizeMb: size,
      guestFormat: device.guest_format,
      mountDevice: device.device_name ?? '',
      diskBus: device.disk_bus,
    },
  ];
}

function interfacesOf(networkInfo: string | null): { readonly id: string; readonly address: string }[] {
  const ports = JSON.parse(networkInfo ?? '[]') as readonly { readonly id?: unknown; readonly address?: unknown }[];
  return ports.flatMap(({ id, address }) =>
    typeof id === 'string' && typeof address === 'string' ? [{ id, address }] : [],
  );
}
