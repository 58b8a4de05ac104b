// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { HttpError } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { authtoken } from './authtoken.js';
import { contextFilter, isConfirmed, requestContext } from './context.js';
import { IDENTITY_KEY } from './identity.js';
import { ask, dependenciesWith, keeping, requestFor, sampleToken } from './test-support.js';

describe('context', () => {
  it('is made of what authtoken found', async () => {
    const dependencies = dependenciesWith({ keystone_authtoken: { www_authenticate_uri: 'http://k' } });
    const endpoints = [{ interface: 'public', region: 'R', url: 'http://image' }];
    dependencies.validator.tokens.set('good', sampleToken({ catalog: [{ type: 'image', endpoints }] }));
    const inner = keeping();
    const pipeline = authtoken(dependencies)({}, {})(contextFilter()({}, {})(inner.application));
    for (let i = 0; i < 2; i += 1) await pipeline(requestFor({ headers: { 'X-Auth-Token': 'good' } }));
    const [first, second] = inner.seen.map((request) => request.environ['openstack.context'] as RequestContext);
    expect(first).toMatchObject({
      userId: 'u1',
      userName: 'alice',
      projectId: 'p1',
      projectDomainId: 'd2',
      roles: ['member', 'reader'],
      authToken: 'good',
      isAdminProject: true,
      serviceCatalog: [{ type: 'image', endpoints: [{ region: 'R', publicURL: 'http://image' }] }],
    });
    expect(second?.serviceCatalog).toBe(first?.serviceCatalog);
    expect(second?.requestId).not.toBe(first?.requestId);
  });

  it('is the same whether copied or read from the headers', async () => {
    const dependencies = dependenciesWith({ keystone_authtoken: { www_authenticate_uri: 'http://k' } });
    dependencies.validator.tokens.set('project', sampleToken());
    dependencies.validator.tokens.set('system', sampleToken({ project: undefined, system: { all: true } }));
    const inner = keeping();
    const pipeline = authtoken(dependencies)({}, {})(inner.application);
    const environ = { 'openstack.request_id': 'req-1', 'openstack.global_request_id': 'req-0' };
    for (const token of ['project', 'system']) {
      await pipeline(requestFor({ headers: { 'X-Storage-Token': token }, environ: { ...environ } }));
      const request = inner.seen.at(-1)!;
      const copied = requestContext(request, { showDeleted: true });
      request.environ[IDENTITY_KEY] = undefined;
      expect(copied).toEqual(requestContext(request, { showDeleted: true }));
      expect(copied).toMatchObject({
        authToken: token,
        requestId: 'req-1',
        globalRequestId: 'req-0',
        showDeleted: true,
      });
    }
  });

  it.each([
    ['X-Roles', 'admin', { roles: ['admin'] }],
    ['X-Project-Id', 'p2', { projectId: 'p2' }],
    ['OpenStack-System-Scope', 'all', { systemScope: 'all' }],
    ['X-Service-Roles', 'service', { serviceRoles: ['service'] }],
  ])('believes an %s that a filter in between has put there', async (name, value, expected) => {
    const dependencies = dependenciesWith({ keystone_authtoken: { www_authenticate_uri: 'http://k' } });
    dependencies.validator.tokens.set('good', sampleToken());
    const inner = keeping();
    await authtoken(dependencies)({}, {})(inner.application)(requestFor({ headers: { 'X-Auth-Token': 'good' } }));
    inner.seen[0]!.headers.set(name, value);
    expect(requestContext(inner.seen[0]!)).toMatchObject({ userId: 'u1', ...expected });
  });

  it('tells about the service when there is a service token', async () => {
    const dependencies = dependenciesWith({ keystone_authtoken: { www_authenticate_uri: 'http://k' } });
    dependencies.validator.tokens.set('good', sampleToken());
    const inner = keeping();
    const headers = { 'X-Auth-Token': 'good', 'X-Service-Token': 'good' };
    await authtoken(dependencies)({}, {})(inner.application)(requestFor({ headers }));
    expect(requestContext(inner.seen[0]!)).toMatchObject({
      userId: 'u1',
      serviceUserId: 'u1',
      serviceRoles: ['member', 'reader'],
      serviceToken: 'good',
    });
  });

  it('believes a catalog that a filter in between has put there', () => {
    const request = requestFor({ headers: { 'X-Service-Catalog': '[{"type":"other"}]' } });
    expect(requestContext(request).serviceCatalog).toEqual([{ type: 'other' }]);
  });

  it.each(['{torn', '{}', 'null'])('answers 500 to a catalog that is %s', (text) => {
    const request = requestFor({ headers: { 'X-Service-Catalog': text } });
    expect(() => requestContext(request)).toThrow(HttpError);
  });

  it('can be built otherwise, and what the builder throws is the answer', async () => {
    const inner = keeping();
    const admin = contextFilter(() => RequestContext.admin());
    await ask(admin({}, {}), {}, inner.application);
    expect(inner.seen[0]?.environ['openstack.context']).toMatchObject({ isAdmin: true });
    const strict = contextFilter((request) => {
      if (!isConfirmed(request)) throw new HttpError(401);
      return requestContext(request);
    });
    await expect(ask(strict({}, {}))).rejects.toMatchObject({ status: 401 });
    expect((await ask(strict({}, {}), { headers: { 'X-Identity-Status': 'Confirmed' } })).status).toBe(200);
  });
});
