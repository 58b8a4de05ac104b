// SPDX-License-Identifier: Apache-2.0
import { Controller, Inject, Param, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError, type Request } from '@stackport/wsgi';
import { withPrefix } from '../link-prefix.js';
import { isLegacyV2 } from '../microversion.js';
import { oneVersion, VERSIONS } from './version-documents.js';

/** Injection token of `[api] compute_link_prefix`. */
export const LINK_PREFIX = Symbol('nova:link-prefix');

/** The version documents behind the whole pipeline, where older paste files have them. */
@Controller('v2.1')
export class GetVersion {
  constructor(@Inject(LINK_PREFIX) private readonly prefix: string) {}

  @Operation({ method: 'GET', path: '/', policy: 'authenticated', success: 200 })
  getCurrent(@Req() request: Request): unknown {
    return this.#document(request, 'v2.1');
  }

  @Operation({ method: 'GET', path: '/versions/:id', policy: 'authenticated', success: 200 })
  get(@Param('id') id: string, @Req() request: Request): unknown {
    return this.#document(request, id);
  }

  #document(request: Request, id: string): unknown {
    const name = isLegacyV2(request) ? 'v2.0' : id;
    if (!isVersion(name)) throw new HttpError(404);
    return oneVersion(VERSIONS[name], withPrefix(request.applicationUrl, this.prefix));
  }
}

function isVersion(name: string): name is keyof typeof VERSIONS {
  return Object.hasOwn(VERSIONS, name);
}
