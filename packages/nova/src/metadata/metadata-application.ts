// SPDX-License-Identifier: Apache-2.0
import { posix } from 'node:path';
import type { Configuration, Logger } from '@stackport/config';
import { type Application, HttpError, type Request, Response } from '@stackport/wsgi';
import { InstanceNotFound } from '../errors/instances.js';
import type { Networks } from '../network/networks.js';
import { apiOptions, neutronOptions } from '../options/index.js';
import type { InstanceMetadata } from './instance-metadata.js';
import { MetadataFinder, type MetadataServers } from './metadata-finder.js';
import { LONGEST_PASSWORD, passwordAsMetadata } from './password.js';
import type { VendorData } from './vendor-data.js';
import { EC2_VERSIONS, LATEST } from './versions.js';

export interface MetadataApplicationInit {
  readonly configuration: Configuration;
  readonly servers: MetadataServers;
  readonly networks: Pick<Networks, 'serverOfAddress' | 'serverBehindProvider'>;
  readonly vendorData: VendorData;
  readonly logger: Logger;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

const ROOT = [...EC2_VERSIONS, LATEST].join('\n');

/** The metadata service: `nova.api.metadata.handler:MetadataRequestHandler.factory` of upstream's paste file. */
export function metadataApplication(init: MetadataApplicationInit): Application {
  const { configuration, servers, networks, vendorData, logger, now } = init;
  const settings = { ...configuration.get(apiOptions), ...configuration.get(neutronOptions) };
  const finder = new MetadataFinder({
    servers,
    networks,
    vendorData,
    settings,
    logger,
    ...(now === undefined ? {} : { now }),
  });
  return async (request) => {
    // Whoever asks may know the versions.
    if (posix.normalize(`/${request.pathInfo}`) === '/') return Response.text(ROOT);
    const metadata = await finder.find(request);
    const found = await metadata?.lookup(request.pathInfo);
    if (metadata === undefined || found === undefined) throw new HttpError(404);
    if (found.kind === 'password') return password(request, metadata, finder, servers);
    if (found.type === 'application/json') return new Response(200, { 'Content-Type': found.type }, found.body);
    return new Response(200, { 'Content-Type': 'text/plain; charset=UTF-8' }, found.body);
  };
}

/** Set once, by the guest, encrypted with its user's key (nova 26, api/metadata/password.py). */
async function password(
  request: Request,
  metadata: InstanceMetadata,
  finder: MetadataFinder,
  servers: MetadataServers,
): Promise<Response> {
  if (request.method === 'GET') return page(metadata.password ?? '');
  if (request.method !== 'POST') throw new HttpError(400, 'GET and POST only are supported.');
  if (metadata.password !== undefined) throw new HttpError(409);
  const text = (await bodyOf(request)).toString();
  try {
    if (!(await servers.setPassword(metadata.server.instance.uuid, passwordAsMetadata(text)))) throw new HttpError(409);
  } catch (error) {
    if (error instanceof InstanceNotFound) throw new HttpError(400, error.message, { cause: error });
    throw error;
  } finally {
    finder.forget(metadata);
  }
  return page('');
}

async function bodyOf(request: Request): Promise<Buffer> {
  try {
    return await request.bytes(LONGEST_PASSWORD);
  } catch (error) {
    if (error instanceof HttpError && error.status === 413)
      throw new HttpError(400, 'Request is too large.', { cause: error });
    throw error;
  }
}

/** Upstream leaves webob's own type with these. */
function page(body: string): Response {
  return new Response(200, { 'Content-Type': 'text/html; charset=UTF-8' }, body);
}
