// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { describe, expect, it } from 'vitest';
import { NovaContext } from '../context.js';
import { contextDictionary, contextFrom } from './rpc-context.js';

describe('the context of a message', () => {
  const context = new NovaContext({
    requestId: 'req-1',
    userId: 'u',
    userName: 'name',
    projectId: 'p',
    roles: ['member'],
    remoteAddress: '10.0.0.9',
    quotaClass: 'gold',
    readDeleted: 'only',
    timestamp: new Date('2026-11-21T09:39:17.123Z'),
    serviceCatalog: [{ type: 'image' }, { type: 'compute' }, 'nothing'],
  });

  it('has nova’s own values, and of the catalog what nova may call', () => {
    expect(contextDictionary(context)).toMatchObject({
      user_name: 'name',
      read_deleted: 'only',
      remote_address: '10.0.0.9',
      quota_class: 'gold',
      timestamp: '2026-11-21T09:39:17.123000',
      service_catalog: [{ type: 'image' }],
    });
  });

  it('is the same when it has arrived', () => {
    const arrived = contextFrom(contextDictionary(context));
    expect(arrived).toBeInstanceOf(NovaContext);
    expect(contextDictionary(arrived)).toEqual(contextDictionary(context));
    expect(arrived.with({ roles: [] }).readDeleted).toBe('only');
  });

  it('stands without what a message does not have', () => {
    const arrived = contextFrom({ read_deleted: 'sometimes', timestamp: 5 });
    expect(arrived.readDeleted).toBe('no');
    expect(Number.isNaN(arrived.timestamp.getTime())).toBe(false);
    expect(contextDictionary(RequestContext.admin())).toMatchObject({ is_admin: true, read_deleted: 'no' });
  });
});
