// SPDX-License-Identifier: Apache-2.0
import { tinyImage, type ClientFiles } from '@stackport/standalone';
import { Request, type Application } from '@stackport/wsgi';
import type { Cloud } from './cloud.js';
import type { Flags } from './flags.js';

/** Gives a cloud its users, catalog and first image, as far as it has them not, through its own API. */
export async function seed(flags: Flags, cloud: Cloud): Promise<ClientFiles> {
  const host = flags.publicHost ?? reachable(flags.host);
  const [files, token] = await Promise.all([
    cloud.identity.publish({
      identityUrl: `http://${host}:${cloud.ports.keystone}`,
      services: [
        { type: 'identity', name: 'keystone', url: `http://$(public_host)s:${cloud.ports.keystone}` },
        { type: 'image', name: 'glance', url: `http://$(public_host)s:${cloud.ports.glance}` },
      ],
    }),
    issueToken(cloud.identity.service.application, cloud.adminPassword),
  ]);
  await seedImage(cloud.glance.application, token);
  return files;
}

/** What a client connects to where the service listens on every address. */
function reachable(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
}

async function issueToken(identity: Application, password: string): Promise<string> {
  const domain = { name: 'Default' };
  const request = json('POST', '/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
      scope: { project: { name: 'admin', domain } },
    },
  });
  const response = await identity(request);
  const token = response.headers.get('x-subject-token');
  if (token === undefined)
    throw new Error(`The administrator got no token: ${response.status} ${await response.text()}`);
  return token;
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
  const { id } = (await (await ask(json('POST', '/v2/images', IMAGE))).json()) as { id: string };
  const upload = Request.blank(`/v2/images/${id}/file`, { method: 'PUT', body: tinyImage() });
  upload.headers.set('Content-Type', 'application/octet-stream');
  await ask(upload);
}

function json(method: string, path: string, body: unknown): Request {
  const request = Request.blank(path, { method, body: JSON.stringify(body) });
  request.headers.set('Content-Type', 'application/json');
  return request;
}
