// SPDX-License-Identifier: Apache-2.0
import { tinyImage, type ClientFiles } from '@stackport/standalone';
import { Request, type Application } from '@stackport/wsgi';
import type { Cloud } from './cloud.js';
import { jsonRequest } from './json-request.js';
import type { Flags } from './flags.js';
import { services } from './services.js';

/** Gives a cloud its catalog and first image, as far as it has them not, through its own API. */
export async function seed(flags: Flags, cloud: Cloud): Promise<ClientFiles> {
  const host = flags.publicHost ?? reachable(flags.host);
  const [files] = await Promise.all([
    cloud.identity.publish({
      identityUrl: `http://${host}:${cloud.ports.keystone}`,
      services: [
        { type: 'identity', name: 'keystone', url: urlOf(cloud.ports.keystone) },
        ...services.map(({ type, name, path }) => ({ type, name, url: `${urlOf(cloud.ports[name])}${path}` })),
      ],
    }),
    seedImage(cloud.applications.glance, cloud.adminToken),
  ]);
  return files;
}

/** As the catalog has it: under the host that a client asked. */
function urlOf(port: number): string {
  return `http://$(public_host)s:${port}`;
}

/** What a client connects to where the service listens on every address. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

const IMAGE = { name: 'stackport-tiny', disk_format: 'raw', container_format: 'bare', visibility: 'public' };

async function seedImage(image: Application, token: string): Promise<void> {
  const ask = async (request: Request) => {
    request.headers.set('X-Auth-Token', token);
    const response = await image(request);
    if (response.status >= 300)
      throw new Error(`The first image could not be stored: ${response.status} ${await response.text()}`);
    return response;
  };
  const listed = await ask(Request.blank(`/v2/images?name=${IMAGE.name}&status=active`));
  if (((await listed.json()) as { images: unknown[] }).images.length > 0) return;
  const { id } = (await (await ask(jsonRequest('POST', '/v2/images', IMAGE))).json()) as { id: string };
  const upload = Request.blank(`/v2/images/${id}/file`, { method: 'PUT', body: tinyImage() });
  upload.headers.set('Content-Type', 'application/octet-stream');
  await ask(upload);
}
