// SPDX-License-Identifier: Apache-2.0
import { Controller, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import type { Request } from '@stackport/wsgi';
import { versionDocument } from './version-document.js';

@Controller('v3')
export class GetVersion {
  @Operation({ method: 'GET', path: '/', policy: 'public', success: 200 })
  handle(@Req() request: Request): unknown {
    return { version: versionDocument(request) };
  }
}
