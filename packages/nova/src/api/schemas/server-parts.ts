// SPDX-License-Identifier: Apache-2.0
import type { JsonSchema } from '@stackport/api';
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const metadata = types.metadataOf('string');

export const serverMetadataSchema = RequestSchemas.always('metadata', types.bodyOf('metadata', metadata));

export const serverMetaSchema = RequestSchemas.always(
  'meta',
  types.bodyOf('meta', { ...metadata, minProperties: 1, maxProperties: 1 }),
);

const MAX_TAG_LENGTH = 60;
const TAG_PATTERN = '^[^,/]*$';

export const tag: JsonSchema = { type: 'string', minLength: 1, maxLength: MAX_TAG_LENGTH, pattern: TAG_PATTERN };

export const serverTagsSchema = RequestSchemas.always(
  'tags',
  types.bodyOf('tags', { type: 'array', items: tag, maxItems: 50 }),
);

/** Of a request whose path says all. */
export const noBodySchema = RequestSchemas.always('no_body', { type: 'null' });

/** What is wrong with a tag of a path, as jsonschema says it; undefined for a good one. */
export function tagFault(value: string): string | undefined {
  if (Array.from(value).length > MAX_TAG_LENGTH) return `'${value}' is too long`;
  return new RegExp(TAG_PATTERN, 'u').test(value) ? undefined : `'${value}' does not match '${TAG_PATTERN}'`;
}

const times = (...names: readonly string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, types.singleParam({ type: 'string', format: 'date-time' })]));

const actionsQuery = (more: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  types.queryOf(
    {
      limit: types.singleParam(types.nonNegativeInteger),
      marker: types.singleParam(types.anyText),
      ...more,
    },
    true,
  );

export const listActionsQuery = new RequestSchemas('list_instance_actions', [
  { min: '2.66', schema: actionsQuery(times('changes-since', 'changes-before')) },
  { min: '2.58', max: '2.65', schema: actionsQuery(times('changes-since')) },
]);

const attachment = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema =>
  types.bodyOf('volumeAttachment', {
    type: 'object',
    properties: { volumeId: types.uuid, ...properties },
    required: ['volumeId'],
    additionalProperties: false,
  });

const device: JsonSchema = {
  type: ['string', 'null'],
  pattern: '(^/dev/x{0,1}[a-z]{0,1}d{0,1})([a-z]+)[0-9]*$',
};
const tagged = { device, tag };
const kept = { ...tagged, delete_on_termination: types.boolean };

export const attachVolumeSchema = new RequestSchemas('attach_volume', [
  { min: '2.0', max: '2.48', schema: attachment({ device }) },
  { min: '2.49', max: '2.78', schema: attachment(tagged) },
  { min: '2.79', schema: attachment(kept) },
]);

export const updateAttachmentSchema = new RequestSchemas('update_volume_attachment', [
  { min: '2.0', max: '2.84', schema: attachment({}) },
  { min: '2.85', schema: attachment({ ...kept, serverId: types.uuid, id: types.uuid }) },
]);

const attachmentsQuery = (isClosed: boolean): JsonSchema =>
  types.queryOf(
    {
      limit: types.multiParams(types.nonNegativeInteger),
      offset: types.multiParams(types.nonNegativeInteger),
    },
    isClosed,
  );

export const listAttachmentsQuery = new RequestSchemas('list_volume_attachments', [
  { min: '2.75', schema: attachmentsQuery(true) },
  { min: '2.0', max: '2.74', schema: attachmentsQuery(false) },
]);

const interfaceOf = (more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  type: 'object',
  properties: {
    interfaceAttachment: {
      type: 'object',
      properties: {
        net_id: types.uuid,
        port_id: types.uuid,
        fixed_ips: {
          type: 'array',
          minItems: 1,
          maxItems: 1,
          items: {
            type: 'object',
            properties: { ip_address: { type: 'string', oneOf: [{ format: 'ipv4' }, { format: 'ipv6' }] } },
            required: ['ip_address'],
            additionalProperties: false,
          },
        },
        ...more,
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
});

export const attachInterfaceSchema = new RequestSchemas('attach_interface', [
  { min: '2.0', max: '2.48', schema: interfaceOf({}) },
  { min: '2.49', schema: interfaceOf({ tag }) },
]);

export const forceCompleteSchema = RequestSchemas.always(
  'force_complete',
  types.bodyOf('force_complete', { type: 'null' }),
);
