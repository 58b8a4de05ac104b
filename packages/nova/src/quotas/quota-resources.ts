// SPDX-License-Identifier: Apache-2.0
import type { Configuration } from '@stackport/config';
import { quotaOptions } from '../options/index.js';

/** What quotas are of, in the order in which the API lists them (nova 26, quota.py). */
export const QUOTA_RESOURCES = [
  'cores',
  'fixed_ips',
  'floating_ips',
  'injected_file_content_bytes',
  'injected_file_path_bytes',
  'injected_files',
  'instances',
  'key_pairs',
  'metadata_items',
  'ram',
  'security_group_rules',
  'security_groups',
  'server_group_members',
  'server_groups',
] as const;

export type QuotaResource = (typeof QUOTA_RESOURCES)[number];

export type Limits = Readonly<Record<QuotaResource, number>>;

/** No limit. */
export const UNLIMITED = -1;

/** Limits of `[quota]`; those of networks have had none since nova has no networks. */
export function configuredLimits(configuration: Configuration): Limits {
  const values = configuration.get(quotaOptions);
  return {
    cores: values.cores,
    fixed_ips: UNLIMITED,
    floating_ips: UNLIMITED,
    injected_file_content_bytes: values.injected_file_content_bytes,
    injected_file_path_bytes: values.injected_file_path_length,
    injected_files: values.injected_files,
    instances: values.instances,
    key_pairs: values.key_pairs,
    metadata_items: values.metadata_items,
    ram: values.ram,
    security_group_rules: UNLIMITED,
    security_groups: UNLIMITED,
    server_group_members: values.server_group_members,
    server_groups: values.server_groups,
  };
}

/** A value for each resource. */
export function ofResources<T>(value: (resource: QuotaResource) => T): Readonly<Record<QuotaResource, T>> {
  return Object.fromEntries(QUOTA_RESOURCES.map((resource) => [resource, value(resource)])) as Record<QuotaResource, T>;
}
