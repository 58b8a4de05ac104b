// SPDX-License-Identifier: Apache-2.0
import { goneController } from '../gone/gone-routes.js';
import { ACTION_PATHS } from './actions/action-path.js';

const CONSOLES = '/servers/:server_id/consoles';

/** What servers once had: nova's own networks, and the consoles of one hypervisor. */
export const goneFromServers = [
  goneController(['POST', ACTION_PATHS, 'resetNetwork']),
  goneController(['GET', '/servers/:server_id/os-virtual-interfaces']),
  goneController(['GET', CONSOLES]),
  goneController(['POST', CONSOLES]),
  goneController(['GET', `${CONSOLES}/:id`]),
  goneController(['DELETE', `${CONSOLES}/:id`]),
];
