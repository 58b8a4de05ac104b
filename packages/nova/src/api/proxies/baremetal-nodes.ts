// SPDX-License-Identifier: Apache-2.0
import { Controller } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';
import { FeatureNotSupported } from '../../errors/base.js';
import { PROXIED } from './proxy-range.js';

const PATH = '/os-baremetal-nodes';
const LIST = { rule: 'os_compute_api:os-baremetal-nodes:list' };
const SHOW = { rule: 'os_compute_api:os-baremetal-nodes:show' };

/** Nodes of the bare-metal service, which is not asked here: the answers of an upstream that has no client for it. */
@Controller('v2.1')
export class BaremetalNodes {
  @Operation({ method: 'GET', path: PATH, microversions: PROXIED, policy: LIST, success: 200 })
  list(): never {
    throw new FeatureNotSupported();
  }

  @Operation({ method: 'GET', path: `${PATH}/:id`, microversions: PROXIED, policy: SHOW, success: 200 })
  get(): never {
    throw new FeatureNotSupported();
  }

  @Operation({ method: 'POST', path: PATH, microversions: PROXIED, policy: 'authenticated', success: 200 })
  create(): never {
    throw useIronic('node-create');
  }

  @Operation({ method: 'DELETE', path: `${PATH}/:id`, microversions: PROXIED, policy: 'authenticated', success: 200 })
  delete(): never {
    throw useIronic('node-delete');
  }

  @Operation({
    method: 'POST',
    path: `${PATH}/:id/action`,
    action: 'add_interface',
    microversions: PROXIED,
    policy: 'authenticated',
    success: 200,
  })
  addInterface(): never {
    throw useIronic('port-create');
  }

  @Operation({
    method: 'POST',
    path: `${PATH}/:id/action`,
    action: 'remove_interface',
    microversions: PROXIED,
    policy: 'authenticated',
    success: 200,
  })
  removeInterface(): never {
    throw useIronic('port-delete');
  }
}

function useIronic(command: string): HttpError {
  return new HttpError(400, `Command Not supported. Please use Ironic command ${command} to perform this action.`);
}
