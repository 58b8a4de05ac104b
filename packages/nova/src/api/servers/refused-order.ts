// SPDX-License-Identifier: Apache-2.0
import { HttpError } from '@stackport/wsgi';
import * as errors from '../../errors/index.js';

/** What an order names and is not to be had is wrong with the order: nothing that its URL names is missing. */
const UNUSABLE = [
  errors.ComputeHostNotFound,
  errors.FixedIpAlreadyInUse,
  errors.FixedIpNotFoundForAddress,
  errors.ImageNotAuthorized,
  errors.InstanceGroupNotFound,
  errors.NetworkNotFound,
  errors.NotFoundWithoutNetworkService,
  errors.PortNotFound,
  errors.SecurityGroupNotFound,
  errors.SnapshotNotFound,
  errors.VolumeNotFound,
] as const;

/** What somebody else has taken, or could be more than one. */
const CONTENDED = [errors.PortInUse, errors.NetworkAmbiguous, errors.NoUniqueMatch] as const;

/** An error of an order for servers as the client is told it (nova 26, api/openstack/compute/servers.py, create). */
export function refusedOrder(error: unknown): unknown {
  const isOneOf = (types: readonly (abstract new (...args: never[]) => Error)[]): boolean =>
    types.some((type) => error instanceof type);
  const status = isOneOf(UNUSABLE) ? 400 : isOneOf(CONTENDED) ? 409 : undefined;
  return status === undefined ? error : new HttpError(status, (error as Error).message, { cause: error });
}
