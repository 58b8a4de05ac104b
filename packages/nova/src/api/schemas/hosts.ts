// SPDX-License-Identifier: Apache-2.0
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const switched = { type: 'string', enum: ['enable', 'disable', 'Enable', 'Disable', 'ENABLE', 'DISABLE'] };

/** Upstream means to ask for one of the two, and does not. */
export const updateHostSchema = RequestSchemas.always('update_host', {
  type: 'object',
  properties: { status: switched, maintenance_mode: switched },
  additionalProperties: false,
});

export const listHostsQuery = RequestSchemas.always('list_hosts', types.queryOf({ zone: types.textParam }));
