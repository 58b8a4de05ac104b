// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { CinderContext } from '../context.js';
import { contextDictionary, contextFrom } from './rpc-context.js';

describe('the context of a message', () => {
  const context = new CinderContext({
    requestId: 'req-1',
    userId: 'u',
    projectId: 'p',
    roles: ['member'],
    remoteAddress: '10.0.0.9',
    quotaClass: 'gold',
    timestamp: new Date('2026-11-21T09:39:17.123Z'),
    serviceCatalog: [{ type: 'image' }, { type: 'network' }, 'nothing'],
  });

  it('has cinder’s own values, and of the catalog what cinder may call', () => {
    expect(contextDictionary(context)).toMatchObject({
      request_id: 'req-1',
      project_id: 'p',
      remote_address: '10.0.0.9',
      quota_class: 'gold',
      timestamp: '2026-11-21T09:39:17.123000',
      read_deleted: 'no',
      service_catalog: [{ type: 'image' }],
    });
  });

  it('is the same when it has arrived', () => {
    const arrived = contextFrom(contextDictionary(context));
    expect(contextDictionary(arrived)).toEqual(contextDictionary(context));
    expect(arrived.roles).toEqual(['member']);
  });

  it('stands without what a message does not have', () => {
    const arrived = contextFrom({ timestamp: 'yesterday', service_catalog: null });
    expect(arrived.serviceCatalog).toEqual([]);
    expect(Number.isNaN(arrived.timestamp.getTime())).toBe(false);
    expect(contextFrom({ timestamp: '2026-11-21T09:39:17+00:00' }).timestamp.toISOString()).toBe(
      '2026-11-21T09:39:17.000Z',
    );
  });
});
