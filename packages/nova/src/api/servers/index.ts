// SPDX-License-Identifier: Apache-2.0
import { Administration } from './actions/administration.js';
import { ColdMoves } from './actions/cold-moves.js';
import { RemoteConsoles } from './actions/consoles.js';
import { DeferredDelete } from './actions/deferred-delete.js';
import { HotMoves } from './actions/hot-moves.js';
import { ImageActions } from './actions/images.js';
import { Locking } from './actions/locking.js';
import { GuestActions } from './actions/looks.js';
import { PowerActions } from './actions/power.js';
import { RebuildServer } from './actions/rebuild.js';
import { RescueActions } from './actions/rescue.js';
import { ShelveActions } from './actions/shelving.js';
import { ServerAddresses } from './addresses.js';
import { CreateServer } from './create-server.js';
import { DeleteServer } from './delete-server.js';
import { ServerDiagnostics } from './diagnostics.js';
import { GetServer } from './get-server.js';
import { goneFromServers } from './gone.js';
import { GetAction } from './history/get-action.js';
import { ListActions } from './history/list-actions.js';
import { ListServers } from './list/list-servers.js';
import { ServerMetadataRoutes } from './metadata/server-metadata.js';
import { ServerMigrations } from './migrations/server-migrations.js';
import { AddressActions } from './network/address-actions.js';
import { Interfaces } from './network/interfaces.js';
import { ServerSecurityGroups } from './network/security-groups.js';
import { ServerPassword } from './password.js';
import { ServerTagRoutes } from './tags/server-tags.js';
import { ServerTopology } from './topology.js';
import { UpdateServer } from './update-server.js';
import { VolumeAttachmentRoutes } from './volumes/volume-attachments.js';

export { ImageLocation } from './image-location.js';
export { RequestedServers } from './list/requested-servers.js';
export { NAME_TEMPLATE, ServerPresenter } from './view/server-presenter.js';

export const serverControllers = [
  CreateServer,
  ListServers,
  GetServer,
  UpdateServer,
  DeleteServer,
  PowerActions,
  Locking,
  DeferredDelete,
  Administration,
  GuestActions,
  RemoteConsoles,
  ServerMetadataRoutes,
  ServerTagRoutes,
  ServerAddresses,
  ServerDiagnostics,
  ServerTopology,
  ServerPassword,
  ListActions,
  GetAction,
  VolumeAttachmentRoutes,
  ImageActions,
  RescueActions,
  ShelveActions,
  RebuildServer,
  ColdMoves,
  HotMoves,
  ServerMigrations,
  Interfaces,
  AddressActions,
  ServerSecurityGroups,
  ...goneFromServers,
];
