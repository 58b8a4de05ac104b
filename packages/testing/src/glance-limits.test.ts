// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bootGlance, type BootedGlance } from './boot-glance.js';
import { bootIdentity, type BootedIdentity } from './boot-identity.js';
import type { Client } from './client.js';
import { ListeningApplication } from './listening-application.js';

describe('the Image service with limits of an identity service', () => {
  let identity: BootedIdentity;
  let listening: ListeningApplication;
  let keystone: Client;
  let glance: BootedGlance;
  let member: Client;
  let project: string;
  let service: string;

  beforeAll(async () => {
    identity = await bootIdentity();
    listening = await ListeningApplication.start(identity.service.application);
    keystone = listening.client.as(await identity.issueAdmin());
    const make = async (kind: string, body: object): Promise<string> => {
      const answer = await keystone.post(`/v3/${kind}s`, { [kind]: body });
      expect(answer.status, answer.text).toBe(201);
      return (answer.json() as Record<string, { id: string }>)[kind]?.id ?? '';
    };
    service = await make('service', { type: 'image', name: 'glance' });
    const endpoint = {
      service_id: service,
      region_id: 'RegionOne',
      interface: 'public',
      url: 'http://glance.test:9292',
    };
    const endpointId = await make('endpoint', endpoint);
    project = await make('project', { name: 'limited', domain_id: 'default' });
    const limits = { image_size_total: 10, image_stage_total: 10, image_count_total: 1, image_count_uploading: 5 };
    const registered = Object.entries(limits).map(([name, limit]) => ({
      service_id: service,
      region_id: 'RegionOne',
      resource_name: name,
      default_limit: limit,
    }));
    const answer = await keystone.post('/v3/registered_limits', { registered_limits: registered });
    expect(answer.status, answer.text).toBe(201);
    glance = await bootGlance({
      values: {
        DEFAULT: { use_keystone_limits: true },
        oslo_limit: {
          endpoint_id: endpointId,
          auth_url: listening.url,
          auth_type: 'password',
          username: 'admin',
          user_domain_id: 'default',
          password: identity.adminPassword,
          system_scope: 'all',
        },
      },
    });
    member = glance.client.as(glance.validator.issue({ project }));
  });
  afterAll(async () => {
    await glance.close();
    await listening.stop();
    await identity.close();
  });

  it('lets a project have as much as is registered, and as much more as the project may', async () => {
    expect((await member.post('/v2/images', {})).status).toBe(201);
    const refused = await member.post('/v2/images', {});
    expect([refused.status, refused.text]).toEqual([
      413,
      expect.stringContaining('Resource image_count_total is over limit of 1 due to current usage 1 and delta 1'),
    ]);
    const own = { service_id: service, region_id: 'RegionOne', resource_name: 'image_count_total', resource_limit: 2 };
    const answer = await keystone.post('/v3/limits', { limits: [{ ...own, project_id: project }] });
    expect(answer.status, answer.text).toBe(201);
    expect((await member.post('/v2/images', {})).status).toBe(201);
    expect((await member.get('/v2/info/usage')).json()).toEqual({
      usage: {
        image_size_total: { limit: 10, usage: 0 },
        image_stage_total: { limit: 10, usage: 0 },
        image_count_total: { limit: 2, usage: 2 },
        image_count_uploading: { limit: 5, usage: 0 },
      },
    });
  });
});
