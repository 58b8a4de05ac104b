// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas, type VersionedSchema } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

/** The one argument of an action, an object of some fields. */
const fields = (
  action: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): JsonSchema =>
  types.bodyOf(action, {
    type: 'object',
    properties,
    ...(required.length === 0 ? {} : { required: [...required] }),
    additionalProperties: false,
  });

const always = (
  action: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required?: readonly string[],
): RequestSchemas => RequestSchemas.always(action, fields(action, properties, required));

const versions = (action: string, schemas: readonly VersionedSchema[]): RequestSchemas =>
  new RequestSchemas(action, schemas);

const text: JsonSchema = { type: 'string' };
const metadata = types.metadataOf('string');
const diskConfig: JsonSchema = { type: 'string', enum: ['AUTO', 'MANUAL'] };
const ipv4: JsonSchema = { type: 'string', format: 'ipv4' };
const ipv6: JsonSchema = { type: 'string', format: 'ipv6' };
const password = { adminPass: text };
const hostOrNull: JsonSchema = { ...types.fqdn, type: ['string', 'null'] };

export const rebootSchema = always(
  'reboot',
  { type: { type: 'string', enum: ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'] } },
  ['type'],
);

export const crashDumpSchema = RequestSchemas.always(
  'trigger_crash_dump',
  types.bodyOf('trigger_crash_dump', { type: 'null' }),
);

export const resetStateSchema = always('os-resetState', { state: { type: 'string', enum: ['active', 'error'] } }, [
  'state',
]);

export const changePasswordSchema = always('changePassword', password, ['adminPass']);

export const consoleOutputSchema = always('os-getConsoleOutput', {
  length: { type: ['integer', 'string', 'null'], pattern: '^-?[0-9]+$', minimum: -1 },
});

const backup = (name: JsonSchema): JsonSchema =>
  fields('createBackup', { name, backup_type: text, rotation: types.nonNegativeInteger, metadata }, [
    'name',
    'backup_type',
    'rotation',
  ]);

export const createBackupSchema = versions('createBackup', [
  { min: '2.0', max: '2.0', schema: backup(types.nameWithSpaces) },
  { min: '2.1', schema: backup(types.name) },
]);

const image = (name: JsonSchema): JsonSchema => fields('createImage', { name, metadata }, ['name']);

export const createImageSchema = versions('createImage', [
  { min: '2.0', max: '2.0', schema: image(types.nameWithSpaces) },
  { min: '2.1', schema: image(types.name) },
]);

export const lockSchema = versions('lock', [
  {
    min: '2.73',
    schema: types.bodyOf('lock', {
      type: ['object', 'null'],
      properties: { locked_reason: { type: 'string', minLength: 1, maxLength: 255 } },
      additionalProperties: false,
    }),
  },
]);

export const rescueSchema = RequestSchemas.always(
  'rescue',
  types.bodyOf('rescue', {
    type: ['object', 'null'],
    properties: { ...password, rescue_image_ref: types.uuid },
    additionalProperties: false,
  }),
);

export const resizeSchema = always(
  'resize',
  { flavorRef: { type: ['string', 'integer'], minLength: 1 }, 'OS-DCF:diskConfig': diskConfig },
  ['flavorRef'],
);

export const migrateSchema = versions('migrate', [
  {
    min: '2.56',
    schema: types.bodyOf('migrate', {
      type: ['object', 'null'],
      properties: { host: hostOrNull },
      additionalProperties: false,
    }),
  },
]);

const booleanOrAuto: JsonSchema = {
  ...types.boolean,
  enum: [...(types.boolean as { readonly enum: readonly unknown[] }).enum, 'auto'],
};

const live = (block: JsonSchema, more: Readonly<Record<string, JsonSchema>>, required: readonly string[] = []) =>
  fields('os-migrateLive', { block_migration: block, ...more, host: hostOrNull }, [
    'block_migration',
    ...required,
    'host',
  ]);

export const migrateLiveSchema = versions('os-migrateLive', [
  {
    min: '2.0',
    max: '2.24',
    schema: live(types.boolean, { disk_over_commit: types.boolean }, ['disk_over_commit']),
  },
  { min: '2.25', max: '2.29', schema: live(booleanOrAuto, {}) },
  { min: '2.30', max: '2.67', schema: live(booleanOrAuto, { force: types.boolean }) },
  { min: '2.68', schema: live(booleanOrAuto, {}) },
]);

export const evacuateSchema = versions('evacuate', [
  {
    min: '2.0',
    max: '2.13',
    schema: fields('evacuate', { host: types.fqdn, onSharedStorage: types.boolean, ...password }, ['onSharedStorage']),
  },
  { min: '2.14', max: '2.28', schema: fields('evacuate', { host: types.fqdn, ...password }) },
  { min: '2.29', max: '2.67', schema: fields('evacuate', { host: types.fqdn, ...password, force: types.boolean }) },
  { min: '2.68', schema: fields('evacuate', { host: types.fqdn, ...password }) },
]);

const zoneOnly: JsonSchema = {
  type: ['object', 'null'],
  properties: { availability_zone: types.name },
  required: ['availability_zone'],
  additionalProperties: false,
};

export const unshelveSchema = versions('unshelve', [
  { min: '2.77', max: '2.90', schema: types.bodyOf('unshelve', zoneOnly) },
  {
    min: '2.91',
    schema: types.bodyOf('unshelve', {
      oneOf: [
        {
          type: 'object',
          properties: { availability_zone: { oneOf: [{ type: 'null' }, text] }, host: text },
          additionalProperties: false,
        },
        { type: 'null' },
      ],
    }),
  },
]);

const console = (action: string, kinds: readonly string[]): RequestSchemas =>
  always(action, { type: { type: 'string', enum: [...kinds] } }, ['type']);

export const vncConsoleSchema = console('os-getVNCConsole', ['novnc', 'xvpvnc']);
export const spiceConsoleSchema = console('os-getSPICEConsole', ['spice-html5']);
export const rdpConsoleSchema = console('os-getRDPConsole', ['rdp-html5']);
export const serialConsoleSchema = console('os-getSerialConsole', ['serial']);

const remoteConsole = (protocols: readonly string[], kinds: readonly string[]): JsonSchema =>
  fields(
    'remote_console',
    { protocol: { type: 'string', enum: [...protocols] }, type: { type: 'string', enum: [...kinds] } },
    ['protocol', 'type'],
  );

const PROTOCOLS = ['vnc', 'spice', 'rdp', 'serial'];
const KINDS = ['novnc', 'xvpvnc', 'rdp-html5', 'spice-html5', 'serial'];

export const remoteConsoleSchema = versions('remote_console', [
  { min: '2.6', max: '2.7', schema: remoteConsole(PROTOCOLS, KINDS) },
  { min: '2.8', schema: remoteConsole([...PROTOCOLS, 'mks'], [...KINDS, 'webmks']) },
]);

const address: JsonSchema = { type: 'string', oneOf: [{ format: 'ipv4' }, { format: 'ipv6' }] };

export const addFloatingIpSchema = always('addFloatingIp', { address, fixed_address: address }, ['address']);
export const removeFloatingIpSchema = always('removeFloatingIp', { address }, ['address']);
export const addFixedIpSchema = always(
  'addFixedIp',
  { networkId: { type: ['string', 'number'], minLength: 1, maxLength: 36 } },
  ['networkId'],
);
export const removeFixedIpSchema = always('removeFixedIp', { address }, ['address']);

const personality: JsonSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { path: text, contents: { type: 'string', format: 'base64' } },
    additionalProperties: false,
  },
};

const rebuild = (name: JsonSchema, more: Readonly<Record<string, JsonSchema>>, withFiles: boolean): JsonSchema =>
  fields(
    'rebuild',
    {
      name,
      imageRef: types.uuid,
      ...password,
      metadata,
      preserve_ephemeral: types.boolean,
      'OS-DCF:diskConfig': diskConfig,
      accessIPv4: ipv4,
      accessIPv6: ipv6,
      ...(withFiles ? { personality } : {}),
      ...more,
    },
    ['imageRef'],
  );

const described = { description: types.description() };
const keyed = { ...described, key_name: types.nameOrNone };
const userData: JsonSchema = {
  oneOf: [{ type: 'string', format: 'base64', maxLength: 65_535 }, { type: 'null' }],
};
const withUserData = { ...keyed, user_data: userData };
const certificates: JsonSchema = {
  type: ['array', 'null'],
  minItems: 1,
  maxItems: 50,
  uniqueItems: true,
  items: { type: 'string', minLength: 1 },
};
const certified = { ...withUserData, trusted_image_certificates: certificates };

export const rebuildSchema = versions('rebuild', [
  { min: '2.0', max: '2.0', schema: rebuild(types.nameWithSpaces, {}, true) },
  { min: '2.1', max: '2.18', schema: rebuild(types.name, {}, true) },
  { min: '2.19', max: '2.53', schema: rebuild(types.name, described, true) },
  { min: '2.54', max: '2.56', schema: rebuild(types.name, keyed, true) },
  { min: '2.57', max: '2.62', schema: rebuild(types.name, withUserData, false) },
  { min: '2.63', max: '2.89', schema: rebuild(types.name, certified, false) },
  { min: '2.90', schema: rebuild(types.name, { ...certified, hostname: types.hostname }, false) },
]);

const update = (name: JsonSchema, more: Readonly<Record<string, JsonSchema>> = {}): JsonSchema =>
  fields('server', { name, 'OS-DCF:diskConfig': diskConfig, accessIPv4: ipv4, accessIPv6: ipv6, ...more });

export const updateServerSchema = versions('update_server', [
  { min: '2.0', max: '2.0', schema: update(types.nameWithSpaces) },
  { min: '2.1', max: '2.18', schema: update(types.name) },
  { min: '2.19', max: '2.89', schema: update(types.name, described) },
  { min: '2.90', schema: update(types.name, { ...described, hostname: types.hostname }) },
]);
