// SPDX-License-Identifier: Apache-2.0
import { Controller, Req } from '@nestjs/common';
import { formatMicroversion } from '@stackport/api';
import type { Request, Response } from '@stackport/wsgi';
import { answer } from '../answers.js';
import { MAX_VERSION, MIN_VERSION } from '../microversion.js';
import { LEAF, PlacementOperation } from '../placement-operation.js';

@Controller(LEAF)
export class GetRoot {
  @PlacementOperation({ method: 'GET', path: '/', policy: 'public', success: 200 })
  get(@Req() request: Request): Response {
    const version = {
      id: `v${formatMicroversion(MIN_VERSION)}`,
      max_version: formatMicroversion(MAX_VERSION),
      min_version: formatMicroversion(MIN_VERSION),
      status: 'CURRENT',
      // This very URL, whatever proxies stand before it.
      links: [{ rel: 'self', href: '' }],
    };
    return answer(request, { versions: [version] });
  }
}
