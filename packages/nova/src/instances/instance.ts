// SPDX-License-Identifier: Apache-2.0
import type { TaskState, VmState } from './states.js';

/**
 * A flavor as a server carries it. Here and below names are those of upstream's versioned objects, since the same values
 * come from the database and from messages.
 */
export interface FlavorValues {
  readonly id: number;
  readonly name: string;
  readonly flavorid: string;
  /** MiB. */
  readonly memory_mb: number;
  readonly vcpus: number;
  /** GiB. */
  readonly root_gb: number;
  readonly ephemeral_gb: number;
  /** MiB. */
  readonly swap: number;
  readonly rxtx_factor?: number | null;
  readonly vcpu_weight?: number | null;
  readonly disabled?: boolean;
  readonly is_public?: boolean;
  readonly extra_specs?: Readonly<Record<string, string>>;
  readonly description?: string | null;
  readonly created_at?: Date | null;
  readonly updated_at?: Date | null;
  readonly deleted_at?: Date | null;
  readonly deleted?: boolean;
}

export interface InfoCacheValues {
  readonly instance_uuid: string;
  /** JSON of upstream's network model: the server's ports. */
  readonly network_info: string | null;
}

export interface KeyPairValues {
  readonly name: string;
  readonly public_key?: string | null;
  readonly type?: string;
  readonly fingerprint?: string | null;
  readonly user_id?: string | null;
}

/** Columns of a server that have a value of their own. */
export interface InstanceColumns {
  readonly id: number;
  readonly uuid: string;
  readonly user_id: string | null;
  readonly project_id: string | null;
  readonly image_ref: string | null;
  readonly kernel_id: string | null;
  readonly ramdisk_id: string | null;
  readonly hostname: string | null;
  readonly launch_index: number | null;
  readonly key_name: string | null;
  readonly key_data: string | null;
  readonly power_state: number | null;
  readonly vm_state: VmState | null;
  readonly task_state: TaskState | null;
  readonly memory_mb: number | null;
  readonly vcpus: number | null;
  readonly root_gb: number | null;
  readonly ephemeral_gb: number | null;
  readonly ephemeral_key_uuid: string | null;
  readonly host: string | null;
  readonly node: string | null;
  readonly instance_type_id: number | null;
  readonly user_data: string | null;
  readonly reservation_id: string | null;
  readonly launched_at: Date | null;
  readonly terminated_at: Date | null;
  readonly availability_zone: string | null;
  readonly display_name: string | null;
  readonly display_description: string | null;
  readonly launched_on: string | null;
  readonly locked: boolean | null;
  readonly locked_by: 'owner' | 'admin' | null;
  readonly os_type: string | null;
  readonly architecture: string | null;
  readonly vm_mode: string | null;
  readonly root_device_name: string | null;
  readonly default_ephemeral_device: string | null;
  readonly default_swap_device: string | null;
  readonly config_drive: string | null;
  readonly access_ip_v4: string | null;
  readonly access_ip_v6: string | null;
  readonly auto_disk_config: boolean | null;
  readonly progress: number | null;
  readonly shutdown_terminate: boolean | null;
  readonly disable_terminate: boolean | null;
  readonly cell_name: string | null;
  readonly cleaned: boolean | null;
  readonly hidden: boolean | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

/** What a server has in tables of its own, each where it was loaded. */
export interface InstanceParts {
  readonly metadata: Readonly<Record<string, string>>;
  readonly system_metadata: Readonly<Record<string, string>>;
  readonly info_cache: InfoCacheValues | null;
  readonly flavor: FlavorValues;
  readonly old_flavor: FlavorValues | null;
  readonly new_flavor: FlavorValues | null;
  readonly keypairs: { readonly objects: readonly KeyPairValues[] };
  readonly tags: { readonly objects: readonly { readonly resource_id: string; readonly tag: string }[] };
  readonly trusted_certs: { readonly ids: readonly string[] } | null;
  readonly migration_context: Readonly<Record<string, unknown>> | null;
  readonly numa_topology: Readonly<Record<string, unknown>> | null;
  readonly pci_requests: Readonly<Record<string, unknown>> | null;
  readonly device_metadata: Readonly<Record<string, unknown>> | null;
  readonly vcpu_model: Readonly<Record<string, unknown>> | null;
  readonly resources: Readonly<Record<string, unknown>> | null;
  readonly fault: FaultValues | null;
}

/** A server. */
export type InstanceValues = InstanceColumns & Partial<InstanceParts>;

/** What may be changed of a server. */
export type InstanceChanges = Partial<Omit<InstanceColumns, 'id' | 'uuid' | 'deleted'> & InstanceParts>;

export interface FaultValues {
  readonly code: number;
  readonly message: string | null;
  readonly details: string | null;
  readonly host: string | null;
  readonly created_at: Date | null;
}

export interface BlockDeviceMappingValues {
  readonly id: number;
  readonly uuid: string;
  readonly instance_uuid: string;
  readonly source_type: 'blank' | 'image' | 'snapshot' | 'volume' | null;
  readonly destination_type: 'local' | 'volume' | null;
  readonly guest_format: string | null;
  readonly device_type: string | null;
  readonly disk_bus: string | null;
  readonly boot_index: number | null;
  readonly device_name: string | null;
  readonly delete_on_termination: boolean | null;
  readonly snapshot_id: string | null;
  readonly volume_id: string | null;
  /** GiB. */
  readonly volume_size: number | null;
  readonly volume_type: string | null;
  readonly image_id: string | null;
  readonly no_device: boolean | null;
  /** JSON of what the Block Storage service said of the connection. */
  readonly connection_info: string | null;
  readonly tag: string | null;
  readonly attachment_id: string | null;
  readonly encrypted: boolean | null;
  readonly encryption_secret_uuid: string | null;
  readonly encryption_format: string | null;
  readonly encryption_options: string | null;
  readonly created_at: Date | null;
  readonly updated_at: Date | null;
  readonly deleted_at: Date | null;
  readonly deleted: boolean;
}

/** A name of `instance_name_template` (`instance-%08x`, `inst-%(uuid)s`): what a server is called on its host. */
export function instanceName(template: string, instance: Pick<InstanceColumns, 'id' | 'uuid'>): string {
  const fields: Readonly<Record<string, string | number>> = { id: instance.id, uuid: instance.uuid };
  return template.replace(/%(?:\((\w+)\))?(0?)(\d*)([sdx%])/g, (whole, key: string | undefined, zero, width, kind) => {
    if (kind === '%') return '%';
    const value = fields[key ?? 'id'];
    if (value === undefined) return whole;
    const text = kind === 'x' ? Number(value).toString(16) : String(value);
    return text.padStart(Number(width === '' ? 0 : width), zero === '' ? ' ' : '0');
  });
}
