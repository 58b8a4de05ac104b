// SPDX-License-Identifier: Apache-2.0

/** What a server is made of. Memory and swap in MiB, disks in GiB. */
export interface Flavor {
  /** Number of the row; users know `flavorid`. */
  readonly id: number;
  readonly flavorid: string;
  readonly name: string;
  readonly memoryMb: number;
  readonly vcpus: number;
  readonly rootGb: number;
  readonly ephemeralGb: number;
  readonly swap: number;
  readonly rxtxFactor: number | null;
  readonly vcpuWeight: number | null;
  readonly disabled: boolean;
  readonly isPublic: boolean;
  readonly description: string | null;
  readonly extraSpecs: Readonly<Record<string, string | null>>;
  readonly createdAt: Date | null;
  readonly updatedAt: Date | null;
}

export type NewFlavor = Pick<
  Flavor,
  | 'flavorid'
  | 'name'
  | 'memoryMb'
  | 'vcpus'
  | 'rootGb'
  | 'ephemeralGb'
  | 'swap'
  | 'rxtxFactor'
  | 'isPublic'
  | 'description'
>;

/** Which flavors a caller sees: all, or the public ones and those of a project. */
export type FlavorViewer = 'administrator' | { readonly projectId: string | undefined };

/** Keys that lists are sorted by, and the fields that they are. */
export const FLAVOR_SORT_KEYS = {
  created_at: 'createdAt',
  description: 'description',
  disabled: 'disabled',
  ephemeral_gb: 'ephemeralGb',
  flavorid: 'flavorid',
  id: 'id',
  is_public: 'isPublic',
  memory_mb: 'memoryMb',
  name: 'name',
  root_gb: 'rootGb',
  rxtx_factor: 'rxtxFactor',
  swap: 'swap',
  updated_at: 'updatedAt',
  vcpu_weight: 'vcpuWeight',
  vcpus: 'vcpus',
} as const;

export type FlavorSortKey = keyof typeof FLAVOR_SORT_KEYS;

export interface FlavorQuery {
  readonly viewer: FlavorViewer;
  /** Whether the list has public flavors, those that are not, or both where it is undefined. */
  readonly isPublic: boolean | undefined;
  readonly disabled?: boolean;
  readonly minMemoryMb?: number | undefined;
  readonly minRootGb?: number | undefined;
  /** Projects' own flavors are among the public ones that it sees. */
  readonly projectId: string | undefined;
  readonly sortKey: FlavorSortKey;
  readonly sortDirection: 'asc' | 'desc';
  readonly limit: number;
  /** The `flavorid` after which the list begins. */
  readonly marker: string | undefined;
}
