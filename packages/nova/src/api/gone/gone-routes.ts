// SPDX-License-Identifier: Apache-2.0
import { Controller, type Type } from '@nestjs/common';
import { Operation, type OperationOptions } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';

export type GoneRoute = readonly [method: OperationOptions['method'], path: OperationOptions['path'], action?: string];

/** What this API once had: agents, nova's own networks, cells of the first kind, certificates. */
const GONE: readonly GoneRoute[] = [
  ['GET', '/os-agents'],
  ['POST', '/os-agents'],
  ['PUT', '/os-agents/:id'],
  ['DELETE', '/os-agents/:id'],
  ['GET', '/os-cells'],
  ['POST', '/os-cells'],
  ['GET', '/os-cells/capacities'],
  ['GET', '/os-cells/detail'],
  ['GET', '/os-cells/info'],
  ['POST', '/os-cells/sync_instances'],
  ['GET', '/os-cells/:id'],
  ['PUT', '/os-cells/:id'],
  ['DELETE', '/os-cells/:id'],
  ['GET', '/os-cells/:id/capacities'],
  ['POST', '/os-certificates'],
  ['GET', '/os-certificates/:id'],
  ['GET', '/os-cloudpipe'],
  ['POST', '/os-cloudpipe'],
  ['PUT', '/os-cloudpipe/:id'],
  ['GET', '/os-fixed-ips/:id'],
  ['POST', '/os-fixed-ips/:id/action', 'reserve'],
  ['POST', '/os-fixed-ips/:id/action', 'unreserve'],
  ['GET', '/os-floating-ip-dns'],
  ['PUT', '/os-floating-ip-dns/:id'],
  ['DELETE', '/os-floating-ip-dns/:id'],
  ['GET', '/os-floating-ip-dns/:domain_id/entries/:id'],
  ['PUT', '/os-floating-ip-dns/:domain_id/entries/:id'],
  ['DELETE', '/os-floating-ip-dns/:domain_id/entries/:id'],
  ['GET', '/os-floating-ips-bulk'],
  ['POST', '/os-floating-ips-bulk'],
  ['GET', '/os-floating-ips-bulk/:id'],
  ['PUT', '/os-floating-ips-bulk/:id'],
  ['GET', '/os-fping'],
  ['GET', '/os-fping/:id'],
  ['POST', '/os-networks'],
  ['POST', '/os-networks/add'],
  ['DELETE', '/os-networks/:id'],
  ['POST', '/os-networks/:id/action', 'disassociate'],
  ['POST', '/os-networks/:id/action', 'associate_host'],
  ['POST', '/os-networks/:id/action', 'disassociate_host'],
  ['POST', '/os-networks/:id/action', 'disassociate_project'],
  ['GET', '/os-security-group-default-rules'],
  ['POST', '/os-security-group-default-rules'],
  ['GET', '/os-security-group-default-rules/:id'],
  ['DELETE', '/os-security-group-default-rules/:id'],
  ['POST', '/os-tenant-networks'],
  ['DELETE', '/os-tenant-networks/:id'],
];

/** Makes the controller that answers a route of what is no longer there: 410, for whoever asks with a token. */
export function goneController([method, path, action]: GoneRoute): Type {
  @Controller('v2.1')
  class Gone {
    @Operation({ method, path, policy: 'authenticated', success: 200, ...(action === undefined ? {} : { action }) })
    answer(): never {
      throw new HttpError(410, 'This resource is no longer available. No forwarding address is given.');
    }
  }
  return Gone;
}

export const goneControllers: readonly Type[] = GONE.map(goneController);
