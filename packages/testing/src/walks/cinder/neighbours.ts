// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { CatalogService } from '@stackport/keystone';
import { type Request, Response } from '@stackport/wsgi';
import { ListeningApplication } from '../../listening-application.js';

/** Identity and Image as Block Storage asks them: every project exists, and every image, with a byte of data. */
export function startNeighbours(): Promise<ListeningApplication> {
  return ListeningApplication.start(async (request: Request) => {
    const id = request.pathInfo.split('/')[3] ?? randomUUID();
    if (request.pathInfo.startsWith('/v3/projects/')) return Response.json({ project: { id } });
    if (request.pathInfo.startsWith('/v2/images'))
      return Response.json(image(id), request.method === 'POST' ? 201 : 200);
    return Response.json({}, 404);
  });
}

function image(id: string): Readonly<Record<string, unknown>> {
  const formats = { container_format: 'bare', disk_format: 'raw' };
  return { id, name: 'image', status: 'active', visibility: 'public', size: 1, min_disk: 0, min_ram: 0, ...formats };
}

/** What a token says of them. @param url - of the one that answers for both */
export function neighboursCatalog(url: string): readonly CatalogService[] {
  const endpoint = { id: 'e', interface: 'public', region: 'RegionOne', region_id: 'RegionOne', url } as const;
  return [
    { id: 's', type: 'identity', name: 'keystone', endpoints: [endpoint] },
    { id: 'i', type: 'image', name: 'glance', endpoints: [endpoint] },
  ];
}
