// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadapp } from '@stackport/paste';
import { type Application, Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { sharedFactories } from './shared-factories.js';
import { dependenciesWith, requestFor, sampleToken } from './test-support.js';

const FILTERS = {
  cors: 'oslo_middleware.cors:filter_factory\noslo_config_project = glance',
  healthcheck: 'oslo_middleware:Healthcheck.factory\nbackends = disable_by_file\ndisable_by_file_path = /no/such/file',
  http_proxy_to_wsgi: 'oslo_middleware:HTTPProxyToWSGI.factory',
  request_id: 'oslo_middleware.request_id:RequestId.factory',
  catch_errors: 'oslo_middleware:CatchErrors.factory',
  sizelimit: 'oslo_middleware.sizelimit:RequestBodySizeLimiter.factory',
  osprofiler: 'osprofiler.web:WsgiMiddleware.factory\nhmac_keys = SECRET_KEY\nenabled = yes',
  authtoken: 'keystonemiddleware.auth_token:filter_factory\ndelay_auth_decision = true',
  old: 'keystoneclient.middleware.auth_token:filter_factory',
};

describe('sharedFactories', () => {
  it('serves a paste file with the names of upstream', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'paste-'));
    const file = join(folder, 'api-paste.ini');
    const sections = Object.entries(FILTERS).map(
      ([name, lines]) => `[filter:${name}]\npaste.filter_factory = ${lines}\n`,
    );
    await writeFile(
      file,
      `[composite:main]\nuse = egg:Paste#urlmap\n/ = api\n/healthcheck = health\n/old = old_api\n` +
        `[pipeline:api]\npipeline = cors http_proxy_to_wsgi request_id catch_errors sizelimit osprofiler authtoken app\n` +
        `[pipeline:old_api]\npipeline = healthcheck old app\n` +
        `[app:health]\nuse = egg:oslo.middleware#healthcheck\nbackends = disable_by_file\ndisable_by_file_path = ${folder}\n` +
        `[app:app]\npaste.app_factory = test:app\n${sections.join('')}`,
    );
    const dependencies = dependenciesWith({ keystone_authtoken: { www_authenticate_uri: 'http://k' } });
    dependencies.validator.tokens.set('good', sampleToken());
    const echo: Application = async ({ headers }) => Response.json({ status: headers.get('X-Identity-Status') });
    const registry = { ...sharedFactories(dependencies), 'test:app': () => echo };
    const application = (await loadapp(`config:${file}`, { name: 'main', registry })) as Application;

    const confirmed = await application(requestFor({ path: '/v2', headers: { 'X-Auth-Token': 'good' } }));
    expect(await confirmed.json()).toEqual({ status: 'Confirmed' });
    expect(confirmed.headers.get('x-openstack-request-id')).toMatch(/^req-/);
    expect(await (await application(requestFor({ path: '/v2' }))).json()).toEqual({ status: 'Invalid' });
    expect((await application(requestFor({ path: '/old/v2' }))).status).toBe(401);
    expect((await application(requestFor({ path: '/healthcheck' }))).status).toBe(503);
    await rm(folder, { recursive: true });
  });
});
