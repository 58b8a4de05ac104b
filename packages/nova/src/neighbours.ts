// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { GlanceClient } from './image/glance-client.js';
import type { Images } from './image/images.js';
import type { Networks } from './network/networks.js';
import { networksFrom } from './network/networks-from.js';
import type { Placement } from './placement/index.js';
import { PlacementClient } from './placement/placement-client.js';
import { CinderClient } from './volume/cinder-client.js';
import type { Volumes } from './volume/volumes.js';

/** The services beside nova, as nova asks them. */
export interface Neighbours {
  readonly images: Images;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly placement: Placement;
}

/** Those that nova.conf names, but for what is given; closed by `close`. */
export function configuredNeighbours(
  configuration: Configuration,
  logger: Logger,
  given: Partial<Neighbours> = {},
): Neighbours & { close(): Promise<void> } {
  const glance = GlanceClient.fromConfiguration(configuration, logger.named('nova.image.glance'));
  const cinder = CinderClient.fromConfiguration(configuration, logger.named('nova.volume.cinder'));
  const own =
    given.placement === undefined
      ? PlacementClient.fromConfiguration(configuration, logger.named('nova.scheduler.client.report'))
      : undefined;
  return {
    images: given.images ?? glance,
    volumes: given.volumes ?? cinder,
    networks: given.networks ?? networksFrom(configuration, logger.named('nova.network.neutron')),
    placement: (given.placement ?? own?.placement) as Placement,
    close: async () => {
      await own?.session.close();
      await glance.close();
    },
  };
}
