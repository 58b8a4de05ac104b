// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

/** Keys of which clients make use. */
const SORT_KEYS = [
  ...['access_ip_v4', 'access_ip_v6', 'auto_disk_config', 'availability_zone', 'config_drive', 'created_at'],
  ...['display_description', 'display_name', 'host', 'hostname', 'image_ref', 'instance_type_id', 'kernel_id'],
  ...['key_name', 'launch_index', 'launched_at', 'locked_by', 'node', 'power_state', 'progress', 'project_id'],
  ...['ramdisk_id', 'root_device_name', 'task_state', 'terminated_at', 'updated_at', 'user_id', 'uuid', 'vm_state'],
];

/** Keys that are taken and passed over. */
export const IGNORED_SORT_KEYS: readonly string[] = [
  ...['architecture', 'cell_name', 'cleaned', 'default_ephemeral_device', 'default_swap_device', 'deleted'],
  ...['deleted_at', 'disable_terminate', 'ephemeral_gb', 'ephemeral_key_uuid', 'id', 'key_data', 'launched_on'],
  ...['locked', 'memory_mb', 'os_type', 'reservation_id', 'root_gb', 'shutdown_terminate', 'user_data', 'vcpus'],
  'vm_mode',
];

/** What servers have in tables of their own: no list is filtered by it. */
export const JOINED_FILTERS: readonly string[] = [
  ...['block_device_mapping', 'services', 'metadata', 'system_metadata', 'info_cache', 'security_groups'],
  'pci_devices',
];

const params = (names: readonly string[], schema: JsonSchema): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, schema]));

const dateParam = types.multiParams({ type: 'string', format: 'date-time' });

function listQuery(
  sortKeys: readonly string[],
  more: Readonly<Record<string, JsonSchema>> = {},
  isClosed = false,
): JsonSchema {
  const { textParam, regexParam } = types;
  return {
    type: 'object',
    properties: {
      ...params(['user_id', 'project_id', 'tenant_id', 'launch_index', 'image_ref', 'image'], textParam),
      ...params(['kernel_id', 'ramdisk_id', 'hostname', 'key_name', 'power_state'], regexParam),
      ...params(['vm_state', 'task_state', 'host'], textParam),
      ...params(['node', 'flavor', 'reservation_id', 'launched_at', 'terminated_at'], regexParam),
      ...params(['availability_zone', 'name', 'display_name', 'description', 'display_description'], regexParam),
      ...params(['locked_by'], regexParam),
      ...params(['uuid'], textParam),
      ...params(['root_device_name', 'config_drive', 'access_ip_v4', 'access_ip_v6'], regexParam),
      ...params(['auto_disk_config', 'progress'], regexParam),
      sort_key: types.multiParams({ type: 'string', enum: [...sortKeys] }),
      ...params(['sort_dir', 'all_tenants', 'soft_deleted', 'deleted', 'status'], textParam),
      'changes-since': dateParam,
      ...params(['ip', 'ip6', 'created_at'], regexParam),
      ...params(JOINED_FILTERS, textParam),
      ...types.pagination,
      ...more,
    },
    patternProperties: { '^_': textParam },
    additionalProperties: !isClosed,
  };
}

const tags = params(['tags', 'tags-any', 'not-tags', 'not-tags-any'], types.regexParam);
const before = { ...tags, 'changes-before': dateParam };
const locked = { ...before, locked: types.textParam };
const all = [...SORT_KEYS, ...IGNORED_SORT_KEYS];

export const listServersQuery = new RequestSchemas('list_servers', [
  { min: '2.75', schema: listQuery([...SORT_KEYS, 'locked'], locked, true) },
  { min: '2.73', max: '2.74', schema: listQuery(all, locked) },
  { min: '2.66', max: '2.72', schema: listQuery(all, before) },
  { min: '2.26', max: '2.65', schema: listQuery(all, tags) },
  { min: '2.1', max: '2.25', schema: listQuery(all) },
]);
