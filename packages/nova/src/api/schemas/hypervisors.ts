// SPDX-License-Identifier: Apache-2.0
import { RequestSchemas } from '../validation/request-schemas.js';
import * as types from './parameter-types.js';

const withServers = { with_servers: types.singleParam(types.boolean) };

export const listHypervisorsQuery = new RequestSchemas('list_hypervisors', [
  { min: '2.33', max: '2.52', schema: types.queryOf(types.pagination) },
  {
    min: '2.53',
    schema: types.queryOf(
      {
        limit: types.singleParam(types.nonNegativeInteger),
        marker: types.singleParam(types.anyText),
        hypervisor_hostname_pattern: types.singleParam(types.fqdn),
        ...withServers,
      },
      true,
    ),
  },
]);

export const getHypervisorQuery = new RequestSchemas('get_hypervisor', [
  { min: '2.53', schema: types.queryOf(withServers, true) },
]);
