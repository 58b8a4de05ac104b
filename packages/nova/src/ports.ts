// SPDX-License-Identifier: Apache-2.0
import { type AggregateMirror, noMirror } from './aggregates/aggregate-mirror.js';
import { type ImageCaching, noImageCaching } from './aggregates/image-caching.js';
import type { Images } from './image/images.js';
import type { ProjectCheck } from './identity/keystone-projects.js';
import { type ExternalEventSink, noEventSink } from './server-events/external-events.js';
import { type ComputeControl, noComputeControl } from './services/compute-control.js';
import { NoNetworks } from './network/no-networks.js';
import type { Networks } from './network/networks.js';
import { absent, type NeighbourPlacement } from './servers/neighbours.js';
import type { Volumes } from './volume/volumes.js';
import { noProviders, type ProviderRemoval } from './services/provider-removal.js';

/** What the API reaches outside of its databases. */
export interface ApiPorts {
  readonly aggregateMirror: AggregateMirror;
  readonly imageCaching: ImageCaching;
  readonly computeControl: ComputeControl;
  readonly providers: ProviderRemoval;
  readonly eventSink: ExternalEventSink;
  readonly images: Images;
  readonly volumes: Volumes;
  readonly networks: Networks;
  readonly placement: NeighbourPlacement;
  /** The identity service's that the configuration names, unless given. */
  readonly projects?: ProjectCheck;
}

/** Where there is nobody to reach. */
export const withoutNeighbours: ApiPorts = {
  aggregateMirror: noMirror,
  imageCaching: noImageCaching,
  computeControl: noComputeControl,
  providers: noProviders,
  eventSink: noEventSink,
  images: absent('Image'),
  volumes: absent('Block Storage'),
  networks: new NoNetworks(),
  placement: absent('Placement'),
};
