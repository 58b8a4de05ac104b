// SPDX-License-Identifier: Apache-2.0

/** What rows a resource counts. */
export type CountedPart =
  'volumes' | 'snapshots' | 'gigabytes' | 'backups' | 'backup_gigabytes' | 'consistencygroups' | 'groups';

/** Something that a project has a limited amount of: upstream's resources of cinder/quota.py. */
export interface QuotaResource {
  /** `volumes`, or `volumes_<type>` for a volume type's own limit. */
  readonly name: string;
  /** Undefined for a plain limit, that nothing is counted for. */
  readonly part?: CountedPart;
  /** Of a volume type's own limit. */
  readonly volumeTypeId?: string;
  /** Where neither the project nor the class `default` has one; -1 is no limit. */
  readonly defaultLimit: number;
}

/** Which engine of upstream's a resource is asked through: the API shows them apart. */
export type QuotaScope = 'volumes' | 'groups' | 'consistencygroups';

/** The parts that each volume type has limits of its own for. */
export const TYPE_PARTS = ['volumes', 'gigabytes', 'snapshots'] as const;

/** The resources of a scope; the volume types matter to the scope `volumes` only. */
export function quotaResources(
  scope: QuotaScope,
  options: QuotaDefaults,
  volumeTypes: readonly { readonly id: string; readonly name: string | null }[],
): QuotaResource[] {
  if (scope === 'groups') return [{ name: 'groups', part: 'groups', defaultLimit: options.quota_groups }];
  if (scope === 'consistencygroups')
    return [{ name: 'consistencygroups', part: 'consistencygroups', defaultLimit: options.quota_consistencygroups }];
  return [
    { name: 'volumes', part: 'volumes', defaultLimit: options.quota_volumes },
    { name: 'per_volume_gigabytes', defaultLimit: options.per_volume_size_limit },
    { name: 'snapshots', part: 'snapshots', defaultLimit: options.quota_snapshots },
    { name: 'gigabytes', part: 'gigabytes', defaultLimit: options.quota_gigabytes },
    { name: 'backups', part: 'backups', defaultLimit: options.quota_backups },
    { name: 'backup_gigabytes', part: 'backup_gigabytes', defaultLimit: options.quota_backup_gigabytes },
    ...volumeTypes.flatMap(({ id, name }) =>
      TYPE_PARTS.map((part) => ({ name: `${part}_${name ?? ''}`, part, volumeTypeId: id, defaultLimit: -1 })),
    ),
  ];
}

/** The limits that the options give. */
export interface QuotaDefaults {
  readonly quota_volumes: number;
  readonly quota_snapshots: number;
  readonly quota_consistencygroups: number;
  readonly quota_groups: number;
  readonly quota_gigabytes: number;
  readonly quota_backups: number;
  readonly quota_backup_gigabytes: number;
  readonly per_volume_size_limit: number;
}
