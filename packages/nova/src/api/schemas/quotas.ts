// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const limit: JsonSchema = {
  type: ['integer', 'string'],
  pattern: '^-?[0-9]+$',
  minimum: -1,
  maximum: types.DATABASE_MAX_INT,
};

const SERVERS = ['instances', 'cores', 'ram'];
const NETWORKS = ['floating_ips', 'fixed_ips'];
const RULES = ['security_groups', 'security_group_rules'];
const FILES = ['injected_files', 'injected_file_content_bytes', 'injected_file_path_bytes'];
const GROUPS = ['server_groups', 'server_group_members'];

const limits = (names: readonly string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, limit]));

/** Until 2.35 (2.49 of classes), until 2.56, and since. */
const FIRST = limits([
  ...SERVERS,
  ...NETWORKS,
  'metadata_items',
  'key_pairs',
  ...RULES,
  ...FILES,
  ...GROUPS,
  'networks',
]);
const WITHOUT_NETWORKS = limits([...SERVERS, 'metadata_items', 'key_pairs', ...FILES, ...GROUPS]);
const WITHOUT_FILES = limits([...SERVERS, 'metadata_items', 'key_pairs', ...GROUPS]);

/** Upstream does not say that it is an object, and fails at what is none. */
const body = (key: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  types.bodyOf(key, { type: 'object', properties, additionalProperties: false });

const force = { force: types.boolean };

export const updateQuotaSetSchema = new RequestSchemas('update_quota_set', [
  { max: '2.35', schema: body('quota_set', { ...FIRST, ...force }) },
  { min: '2.36', max: '2.56', schema: body('quota_set', { ...WITHOUT_NETWORKS, ...force }) },
  { min: '2.57', schema: body('quota_set', { ...WITHOUT_FILES, ...force }) },
]);

export const updateQuotaClassSetSchema = new RequestSchemas('update_quota_class_set', [
  { max: '2.49', schema: body('quota_class_set', FIRST) },
  { min: '2.50', max: '2.56', schema: body('quota_class_set', WITHOUT_NETWORKS) },
  { min: '2.57', schema: body('quota_class_set', WITHOUT_FILES) },
]);

const user = { user_id: types.textParam };

export const quotaSetQuery = new RequestSchemas('quota_set', [
  { min: '2.0', max: '2.74', schema: types.queryOf(user) },
  { min: '2.75', schema: types.queryOf(user, true) },
]);

const tenant = { tenant_id: types.textParam };

export const limitsQuery = new RequestSchemas('limits', [
  { max: '2.74', schema: types.queryOf(tenant) },
  { min: '2.75', schema: types.queryOf(tenant, true) },
]);
