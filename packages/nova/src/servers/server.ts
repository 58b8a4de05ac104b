// SPDX-License-Identifier: Apache-2.0
import type { ConnectedCell } from '../cells/connected-cells.js';
import type { BuildRequestValues } from '../instances/build-request-repository.js';
import type { FlavorValues, InstanceValues } from '../instances/instance.js';

/** A server, and where it is. */
export interface Server {
  readonly instance: InstanceValues;
  /** Null while none was chosen. */
  readonly cell: ConnectedCell | null;
  /** All that there is of a server without a cell; null for one that has one. */
  readonly request: BuildRequestValues | null;
}

/** A server that is in a cell. */
export interface PlacedServer extends Server {
  readonly cell: ConnectedCell;
}

/** A server whose cell does not answer: what is known of it without. */
export interface UnreachableServer {
  readonly uuid: string;
  readonly project_id: string;
  readonly created_at: Date | null;
  /** Of its request spec, where one server is asked for. */
  readonly spec?: {
    readonly user_id: string | null;
    readonly image_ref: string | null;
    readonly flavor: FlavorValues | null;
    readonly availability_zone: string | null;
  };
}

export function isUnreachable(server: Server | UnreachableServer): server is UnreachableServer {
  return !('instance' in server);
}
