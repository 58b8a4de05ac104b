// SPDX-License-Identifier: Apache-2.0
import { HeaderMap, Request } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { RequestContext, contextFromRequest, generateRequestId, globalRequestIdFrom } from './index.js';

const ID = 'req-0a1b2c3d-0000-4000-8000-00000000beef';

describe('request ids', () => {
  it('are req- and a UUID, new each time', () => {
    const ids = new Set(Array.from({ length: 100 }, generateRequestId));
    expect(ids.size).toBe(100);
    for (const id of ids) expect(globalRequestIdFrom(id)).toBe(id);
  });

  it.each([
    undefined,
    '',
    'x',
    ID.slice(4),
    `${ID}x`,
    `x${ID}`,
    ID.toUpperCase(),
    `${ID}\n`,
    'req-zzzzzzzz-0000-4000-8000-00000000beef',
  ])('an inbound %j is dropped', (header) => expect(globalRequestIdFrom(header)).toBeUndefined());
});

describe('RequestContext', () => {
  const context = new RequestContext({
    requestId: ID,
    authToken: 'secret',
    userId: 'u',
    userName: 'alice',
    projectId: 'p',
    userDomainId: 'ud',
    projectDomainId: 'pd',
    roles: ['member'],
    serviceRoles: ['service'],
    serviceUserId: 'su',
  });

  it('has an id of its own, and the administrator flag of the project where nothing is known', () => {
    const empty = new RequestContext();
    expect(empty.requestId).toMatch(/^req-/);
    expect(empty).toMatchObject({
      roles: [],
      isAdmin: false,
      isAdminProject: true,
      readOnly: false,
      serviceCatalog: [],
    });
    expect(RequestContext.admin().isAdmin).toBe(true);
  });

  it("gives policies oslo.context's names", () => {
    expect(context.toPolicyValues()).toEqual({
      user_id: 'u',
      user_domain_id: 'ud',
      system_scope: null,
      domain_id: null,
      project_id: 'p',
      project_domain_id: 'pd',
      roles: ['member'],
      is_admin_project: true,
      service_user_id: 'su',
      service_user_domain_id: null,
      service_project_id: null,
      service_project_domain_id: null,
      service_roles: ['service'],
      is_admin: false,
    });
  });

  it('is elevated in a copy', () => {
    const elevated = context.elevated();
    expect(elevated).toMatchObject({ isAdmin: true, roles: ['member', 'admin'], requestId: ID, userId: 'u' });
    expect(context).toMatchObject({ isAdmin: false, roles: ['member'] });
    expect(elevated.elevated().roles).toEqual(['member', 'admin']);
  });

  it('travels as a dictionary', () => {
    const dict = context.toDict();
    expect(dict).toEqual({
      user: 'u',
      project_id: 'p',
      system_scope: null,
      project: 'p',
      domain: null,
      user_domain: 'ud',
      project_domain: 'pd',
      is_admin: false,
      read_only: false,
      show_deleted: false,
      auth_token: 'secret',
      request_id: ID,
      global_request_id: null,
      resource_uuid: null,
      roles: ['member'],
      user_identity: 'u p - ud pd',
      is_admin_project: true,
    });
    const again = RequestContext.fromDict({ ...dict, user_name: 'alice' });
    expect(again.toDict()).toEqual(dict);
    expect(again.userName).toBe('alice');
    expect(RequestContext.fromDict({ roles: ['a', 5], user: 7 })).toMatchObject({
      roles: ['a'],
      userId: undefined,
    });
  });

  it('does not show its token where it is printed as JSON', () => {
    expect(JSON.stringify(context)).not.toContain('secret');
    expect(context.loggingValues()).toMatchObject({ auth_token: '***', user_name: 'alice' });
    expect(new RequestContext().loggingValues().auth_token).toBeNull();
  });

  it('passes on the global id where there is one', () => {
    expect(context.globalId).toBe(ID);
    expect(context.with({ globalRequestId: 'req-g' }).globalId).toBe('req-g');
  });
});

describe('contextFromRequest', () => {
  function from(headers: Record<string, string>, environ: Record<string, unknown> = {}): RequestContext {
    return contextFromRequest(Request.blank('/', { headers: new HeaderMap(headers), environ }));
  }

  it('reads what authtoken sets', () => {
    const context = from(
      {
        'X-Auth-Token': 't',
        'X-User-Id': 'u',
        'X-User-Name': 'alice',
        'X-User-Domain-Id': 'ud',
        'X-User-Domain-Name': 'Default',
        'X-Project-Id': 'p',
        'X-Project-Name': 'demo',
        'X-Project-Domain-Id': 'pd',
        'X-Project-Domain-Name': 'Default',
        'X-Roles': 'admin, member,reader',
        'X-Service-Roles': 'service',
        'X-Service-User-Id': 'su',
        'X-Service-Project-Id': 'sp',
        'X-Is-Admin-Project': 'False',
        'OpenStack-System-Scope': 'all',
      },
      { 'openstack.request_id': ID, 'openstack.global_request_id': 'req-g' },
    );
    expect(context).toMatchObject({
      authToken: 't',
      userId: 'u',
      userName: 'alice',
      userDomainId: 'ud',
      userDomainName: 'Default',
      projectId: 'p',
      projectName: 'demo',
      projectDomainId: 'pd',
      projectDomainName: 'Default',
      roles: ['admin', 'member', 'reader'],
      serviceRoles: ['service'],
      serviceUserId: 'su',
      serviceProjectId: 'sp',
      isAdminProject: false,
      isAdmin: false,
      systemScope: 'all',
      requestId: ID,
      globalRequestId: 'req-g',
    });
  });

  it('takes older names where the newer are missing, and what the caller gives above all', () => {
    expect(from({ 'X-User': 'u', 'X-Tenant-Id': 't', 'X-Tenant': 'name', 'X-Role': 'a' })).toMatchObject({
      userId: 'u',
      projectId: 't',
      roles: ['a'],
    });
    expect(from({ 'X-Tenant': 'name', 'X-Tenant-Name': 'tn' })).toMatchObject({
      projectId: 'name',
      projectName: 'tn',
    });
    const request = Request.blank('/', { headers: new HeaderMap({ 'X-User-Id': 'u' }) });
    expect(contextFromRequest(request, { userId: 'other', isAdmin: true })).toMatchObject({
      userId: 'other',
      isAdmin: true,
    });
  });

  it('is nobody without headers', () => {
    expect(from({})).toMatchObject({ userId: undefined, roles: [], serviceRoles: [], isAdminProject: true });
  });
});
