// SPDX-License-Identifier: Apache-2.0
import type { Extension } from '../extensions/extension.js';
import { GetHost } from './hosts/get-host.js';
import { ListHosts } from './hosts/list-hosts.js';
import { UpdateHost } from './hosts/update-host.js';

export class Hosts implements Extension {
  readonly name = 'Hosts';
  readonly alias = 'os-hosts';
  readonly updated = '2011-06-29T00:00:00+00:00';
  readonly description = 'What projects have on a host.';
  readonly controllers = [ListHosts, GetHost, UpdateHost];
}
