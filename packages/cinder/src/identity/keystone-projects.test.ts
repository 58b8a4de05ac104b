// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import type { HttpTransport } from '@stackport/keystone';
import { describe, expect, it } from 'vitest';
import { NotAuthorized, ServiceUnavailable } from '../errors/base.js';
import { KeystoneProjects } from './keystone-projects.js';

type TransportRequest = Parameters<HttpTransport['send']>[0];

function projects(status: number, url?: string): { projects: KeystoneProjects; asked: TransportRequest[] } {
  const asked: TransportRequest[] = [];
  const send: HttpTransport['send'] = async (request) => {
    asked.push(request);
    return { statusCode: status, body: { dump: async () => undefined } } as Awaited<ReturnType<HttpTransport['send']>>;
  };
  return { projects: new KeystoneProjects({ url, transport: { send }, logger: silentLogger }), asked };
}

const context = new RequestContext({
  authToken: 'token',
  serviceCatalog: [{ type: 'identity', endpoints: [{ publicURL: 'http://catalog:5000' }] }],
});

describe('exists', () => {
  it('asks the configured identity service, or that of the catalog', async () => {
    const configured = projects(200, 'http://keystone:5000/v3/');
    expect(await configured.projects.exists(context, 'a/b')).toBe(true);
    expect(configured.asked[0]).toMatchObject({
      method: 'GET',
      url: 'http://keystone:5000/v3/projects/a%2Fb',
      headers: { 'x-auth-token': 'token' },
    });
    const ofCatalog = projects(404);
    expect(await ofCatalog.projects.exists(context, 'p')).toBe(false);
    expect(ofCatalog.asked[0]?.url).toBe('http://catalog:5000/v3/projects/p');
  });

  it('rejects where it is not told', async () => {
    await expect(projects(403).projects.exists(context, 'p')).rejects.toBeInstanceOf(NotAuthorized);
    await expect(projects(500).projects.exists(context, 'p')).rejects.toBeInstanceOf(ServiceUnavailable);
    await expect(projects(200).projects.exists(new RequestContext(), 'p')).rejects.toThrow('no endpoint for identity');
  });
});
