// SPDX-License-Identifier: Apache-2.0
import { boolean, text, url } from '../shared/parameter-types.js';

export const endpointProperties = {
  enabled: boolean,
  interface: { type: 'string', enum: ['admin', 'internal', 'public'] },
  region_id: text,
  region: text,
  service_id: text,
  url,
};
