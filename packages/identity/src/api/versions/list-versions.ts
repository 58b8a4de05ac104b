// SPDX-License-Identifier: Apache-2.0
import { Controller, Req } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { type Request, Response } from '@stackport/wsgi';
import { baseUrl } from '../shared/base-url.js';
import { versionDocument } from './version-document.js';

@Controller('versions')
export class ListVersions {
  @Operation({ method: 'GET', path: '/', policy: 'public', success: 300 })
  handle(@Req() request: Request): Response {
    return Response.json({ versions: { values: [versionDocument(request)] } }, 300, {
      Location: `${baseUrl(request)}/`,
    });
  }
}
