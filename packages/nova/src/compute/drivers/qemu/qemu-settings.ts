// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';

/** What runs guests' instructions: the processor itself, or QEMU's translator. */
export type Acceleration = 'kvm' | 'tcg';

/** What the operator says of a host that runs guests with QEMU. */
export interface QemuSettings {
  /** `[DEFAULT] host` */
  readonly host: string;
  /** `[DEFAULT] my_ip`: what other hosts know it by. */
  readonly hostIp: string;
  /** `[DEFAULT] my_block_storage_ip` */
  readonly blockStorageIp: string;
  /** `[DEFAULT] instances_path`; absolute. */
  readonly instancesPath: string;
  /** `[image_cache] subdirectory_name` */
  readonly imageCacheName: string;
  /** `auto` tries KVM with a guest of its own, and takes TCG where that does not end in time. */
  readonly acceleration: Acceleration | 'auto';
  /** Where guests' screens are reached; none without it. */
  readonly vnc?: {
    /** `[vnc] server_listen` */
    readonly listen: string;
    /** `[vnc] server_proxyclient_address` */
    readonly proxyClientAddress: string;
  };
  /** Bounds on what a hostile image can take of qemu-img. */
  readonly qemuImg: {
    /** Seconds of processor. */
    readonly cpu: number;
    /** GiB of memory. */
    readonly addressSpace: number;
  };
  /** Kinds of VMDK that are one file: `[compute] vmdk_allowed_types`. */
  readonly allowedVmdkTypes: readonly string[];
  /** `[libvirt] device_detach_attempts` and `device_detach_timeout`: how often a guest is asked to let go, and for how many seconds. */
  readonly deviceDetach: { readonly attempts: number; readonly timeout: number };
  /** `[compute] image_type_exclude_list` */
  readonly excludedImageTypes: readonly string[];
  readonly logger: Logger;
}
