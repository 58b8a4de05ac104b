// SPDX-License-Identifier: Apache-2.0
import { tinyImage, type ClientFiles } from '@stackport/standalone';
import { Request, type Application } from '@stackport/wsgi';
import type { Cloud } from './cloud.js';
import { jsonRequest } from './json-request.js';
import type { Flags } from './flags.js';
import { services } from './services.js';

/** Gives a cloud its catalog, first image and flavors, as far as it has them not, through its own API. */
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
    seedFlavors(cloud.applications.nova, cloud.adminToken),
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

/** DevStack's, which everybody's scripts name. Memory in MiB, disks in GiB. */
const FLAVORS = [
  { id: '1', name: 'm1.tiny', ram: 512, vcpus: 1, disk: 1 },
  { id: '2', name: 'm1.small', ram: 2048, vcpus: 1, disk: 20 },
  { id: '3', name: 'm1.medium', ram: 4096, vcpus: 2, disk: 40 },
  { id: '4', name: 'm1.large', ram: 8192, vcpus: 4, disk: 80 },
];

/** Only where there are none: who deleted one does not want it back. */
async function seedFlavors(compute: Application, token: string): Promise<void> {
  const ask = async (request: Request) => {
    request.headers.set('X-Auth-Token', token);
    const response = await compute(request);
    if (response.status >= 300)
      throw new Error(`The first flavors could not be made: ${response.status} ${await response.text()}`);
    return response;
  };
  const listed = await ask(Request.blank('/v2.1/flavors?is_public=None&limit=1'));
  if (((await listed.json()) as { flavors: unknown[] }).flavors.length > 0) return;
  for (const flavor of FLAVORS) await ask(jsonRequest('POST', '/v2.1/flavors', { flavor }));
}

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
