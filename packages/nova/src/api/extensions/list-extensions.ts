// SPDX-License-Identifier: Apache-2.0
import { Controller, Param } from '@nestjs/common';
import { Operation } from '@stackport/api';
import { HttpError } from '@stackport/wsgi';
import { EXTENSIONS } from './extension-list.js';

const POLICY = { rule: 'os_compute_api:extensions' };

/** What was once an extension and is always there, for clients that still look. */
@Controller('v2.1')
export class Extensions {
  @Operation({ method: 'GET', path: '/extensions', policy: POLICY, success: 200 })
  list(): unknown {
    return { extensions: EXTENSIONS.map(extensionView) };
  }

  @Operation({ method: 'GET', path: '/extensions/:id', policy: POLICY, success: 200 })
  get(@Param('id') alias: string): unknown {
    const found = EXTENSIONS.find(([one]) => one === alias);
    if (found === undefined) throw new HttpError(404);
    return { extension: extensionView(found) };
  }
}

function extensionView([alias, name, description]: (typeof EXTENSIONS)[number]): unknown {
  return {
    alias,
    name,
    description,
    links: [],
    namespace: 'http://docs.openstack.org/compute/ext/fake_xml',
    updated: '2014-12-03T00:00:00Z',
  };
}
