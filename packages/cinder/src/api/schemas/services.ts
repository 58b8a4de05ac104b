// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../../errors/base.js';
import { RequestSchema } from '../validation/request-schema.js';
import * as parameters from './type-parameters.js';

const binary = {
  type: 'string',
  enum: ['cinder-scheduler', 'cinder-volume', 'cinder-backup', 'cinder-api', '', '*'],
} as const;

const text = { type: 'string', minLength: 1, maxLength: 255 } as const;

const enableProperties = {
  binary: text,
  host: parameters.cinderHost,
  cluster: parameters.nullableString,
  service: text,
} as const;

const enable = {
  type: 'object',
  anyOf: [{ required: ['binary'] }, { required: ['service'] }],
  additionalProperties: false,
} as const;

export const enableServiceSchema = new RequestSchema('enable_service', { ...enable, properties: enableProperties });

export const disableServiceSchema = new RequestSchema('disable_service_with_reason', {
  ...enable,
  properties: { ...enableProperties, disabled_reason: { ...text, format: 'disabled_reason' } },
});

const LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'];

export const setLogSchema = new RequestSchema(
  'set_log',
  {
    type: 'object',
    properties: {
      binary,
      server: parameters.nullableString,
      prefix: parameters.nullableString,
      level: { type: ['string', 'null'], format: 'level' },
    },
    additionalProperties: false,
  },
  {
    level: (value) => {
      const level = typeof value === 'string' ? value : '';
      if (!LEVELS.includes(level.toUpperCase())) throw new InvalidInput(`${level} is not a valid log level.`);
      return true;
    },
  },
);

export const getLogSchema = new RequestSchema('get_log', {
  type: 'object',
  properties: { binary, server: parameters.nullableString, prefix: parameters.nullableString },
  additionalProperties: false,
});

export const freezeSchema = new RequestSchema('freeze_and_thaw', {
  type: 'object',
  properties: { cluster: parameters.nullableString, host: parameters.cinderHost },
  additionalProperties: false,
});

export const failoverSchema = new RequestSchema('failover_host', {
  type: 'object',
  properties: {
    host: parameters.cinderHost,
    backend_id: parameters.nullableString,
    cluster: parameters.nullableString,
  },
  additionalProperties: false,
});
