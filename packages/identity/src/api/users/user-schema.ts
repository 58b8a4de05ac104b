// SPDX-License-Identifier: Apache-2.0
import { boolean, idString, name, nullableId, nullableText } from '../shared/parameter-types.js';

const option = { type: ['boolean', 'null'] };

export const userProperties = {
  default_project_id: nullableId,
  description: nullableText,
  domain_id: idString,
  enabled: boolean,
  name,
  password: { type: ['string', 'null'] },
  options: {
    type: 'object',
    properties: {
      ignore_change_password_upon_first_use: option,
      ignore_password_expiry: option,
      ignore_lockout_failure_attempts: option,
      lock_password: option,
      ignore_user_inactivity: option,
      multi_factor_auth_enabled: option,
      multi_factor_auth_rules: {
        type: ['array', 'null'],
        items: { type: 'array', items: { type: 'string' }, minItems: 1, uniqueItems: true },
        uniqueItems: true,
      },
    },
    additionalProperties: false,
  },
};

/** What a request may name and what is not kept as it came. */
export const NOT_STORED = ['id', 'password', 'password_expires_at', 'federated'];
