// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

/** What the schema of a microversion has that others have not. */
interface Version {
  /** The former API's forgiving names. */
  readonly isLegacy?: boolean;
  /** The order in which faults are looked for is the one of the keys. */
  readonly since: number;
}

const text = (maxLength: number): JsonSchema => ({ type: 'string', maxLength });
const tag: JsonSchema = { type: 'string', minLength: 1, maxLength: 60, pattern: '^[^,/]*$' };
const ipAddress: JsonSchema = { type: 'string', oneOf: [{ format: 'ipv4' }, { format: 'ipv6' }] };
const uuidOrNone: JsonSchema = { oneOf: [types.uuid, { type: 'null' }] };

/** Devices were tagged from 2.32 to 2.36, and again from 2.42: in between nobody could. */
const hasDeviceTags = (since: number): boolean => (since >= 32 && since < 37) || since >= 42;
/** A volume's device lost its tag one microversion earlier. */
const hasVolumeTags = (since: number): boolean => since === 32 || since >= 42;

function networks(since: number): JsonSchema {
  const network: JsonSchema = {
    type: 'object',
    properties: {
      fixed_ip: ipAddress,
      port: uuidOrNone,
      uuid: since >= 37 ? types.uuid : { type: 'string' },
      ...(hasDeviceTags(since) ? { tag } : {}),
    },
    additionalProperties: false,
  };
  const list: JsonSchema = { type: 'array', items: network };
  return since < 37 ? list : { oneOf: [list, { type: 'string', enum: ['none', 'auto'] }] };
}

const blockDevice: Readonly<Record<string, JsonSchema>> = {
  virtual_name: text(255),
  volume_id: types.uuid,
  snapshot_id: types.uuid,
  volume_size: types.volumeSize,
  device_name: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9._-r/]*$' },
  delete_on_termination: types.boolean,
  no_device: {},
  connection_info: text(16_777_215),
};

const devicesOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'array',
  items: { type: 'object', properties, additionalProperties: false },
});

const blockDeviceV2 = (since: number): JsonSchema =>
  devicesOf({
    ...blockDevice,
    source_type: { type: 'string', enum: ['volume', 'image', 'snapshot', 'blank'] },
    uuid: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9._-]*$' },
    image_id: types.uuid,
    destination_type: { type: 'string', enum: ['local', 'volume'] },
    guest_format: text(255),
    device_type: text(255),
    disk_bus: text(255),
    boot_index: { type: ['integer', 'string', 'null'], pattern: '^-?[0-9]+$' },
    ...(hasVolumeTags(since) ? { tag } : {}),
    ...(since >= 67 ? { volume_type: { type: ['string', 'null'], minLength: 0, maxLength: 255 } } : {}),
  });

const uuids: JsonSchema = { type: 'array', items: types.uuid };

/** Hints beside these pass: an operator's own filters may know them. */
const schedulerHints: JsonSchema = {
  type: 'object',
  properties: {
    group: types.uuid,
    different_host: { oneOf: [types.uuid, uuids] },
    same_host: { type: ['string', 'array'], items: types.uuid },
    query: { type: ['string', 'object'] },
    target_cell: types.name,
    different_cell: { type: ['string', 'array'], items: { type: 'string' } },
    build_near_host_ip: ipAddress,
    cidr: { type: 'string', pattern: '^/[0-9a-f.:]+$' },
  },
  additionalProperties: true,
};

function server({ isLegacy = false, since }: Version): JsonSchema {
  const name = isLegacy ? types.nameWithSpaces : types.name;
  const base64: JsonSchema = { type: 'string', format: 'base64' };
  const userData: JsonSchema = { ...base64, maxLength: 65_535 };
  return {
    type: 'object',
    properties: {
      name,
      imageRef: { oneOf: [types.uuid, { type: 'string', maxLength: 0 }] },
      flavorRef: { type: ['string', 'integer'], minLength: 1 },
      adminPass: { type: 'string' },
      metadata: types.metadataOf('string'),
      networks: networks(since),
      'OS-DCF:diskConfig': { type: 'string', enum: ['AUTO', 'MANUAL'] },
      accessIPv4: { type: 'string', format: 'ipv4' },
      accessIPv6: { type: 'string', format: 'ipv6' },
      ...(since < 57
        ? {
            personality: {
              type: 'array',
              items: {
                type: 'object',
                properties: { path: { type: 'string' }, contents: base64 },
                additionalProperties: false,
              },
            },
          }
        : {}),
      availability_zone: name,
      block_device_mapping: devicesOf(blockDevice),
      block_device_mapping_v2: blockDeviceV2(since),
      config_drive: types.boolean,
      key_name: name,
      min_count: types.positiveInteger,
      max_count: types.positiveInteger,
      return_reservation_id: types.boolean,
      security_groups: {
        type: 'array',
        items: { type: 'object', properties: { name }, additionalProperties: false },
      },
      user_data: isLegacy ? { oneOf: [userData, { type: 'null' }] } : userData,
      ...(since >= 19 ? { description: types.description() } : {}),
      ...(since >= 52 ? { tags: { type: 'array', items: tag, maxItems: 50 } } : {}),
      ...(since >= 63
        ? {
            trusted_image_certificates: {
              type: ['array', 'null'],
              minItems: 1,
              maxItems: 50,
              uniqueItems: true,
              items: { type: 'string', minLength: 1 },
            },
          }
        : {}),
      ...(since >= 74 ? { host: types.fqdn, hypervisor_hostname: types.fqdn } : {}),
      ...(since >= 90 ? { hostname: since >= 94 ? types.fqdn : types.hostname } : {}),
    },
    required: ['name', 'flavorRef', ...(since >= 37 ? ['networks'] : [])],
    additionalProperties: false,
  };
}

const body = (version: Version): JsonSchema => ({
  type: 'object',
  properties: {
    server: server(version),
    'os:scheduler_hints': schedulerHints,
    'OS-SCH-HNT:scheduler_hints': schedulerHints,
  },
  required: ['server'],
  additionalProperties: false,
});

/** The minor versions with which the schema changed, each up to the next one. */
const CHANGES = [1, 19, 32, 33, 37, 42, 52, 57, 63, 67, 74, 90];

export const createServerSchema = new RequestSchemas('create_server', [
  { min: '2.0', max: '2.0', schema: body({ isLegacy: true, since: 0 }) },
  ...CHANGES.map((since, index) => {
    const next = CHANGES[index + 1];
    return {
      min: `2.${since}`,
      ...(next === undefined ? {} : { max: `2.${next - 1}` }),
      schema: body({ since }),
    };
  }),
]);
