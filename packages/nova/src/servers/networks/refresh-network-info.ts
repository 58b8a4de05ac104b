// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Networks } from '../../network/networks.js';
import type { PlacedServer } from '../server.js';

/** Writes down what ports and addresses a server has now, by the network service. */
export async function refreshNetworkInfo(
  networks: Networks,
  context: RequestContext,
  { instance, cell }: PlacedServer,
): Promise<void> {
  const { uuid, info_cache: cache = null } = instance;
  const ports = await networks.networkInfo(context, { ...instance, info_cache: cache });
  await cell.instances.save(uuid, { info_cache: { instance_uuid: uuid, network_info: JSON.stringify(ports) } });
}
