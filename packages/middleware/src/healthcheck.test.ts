// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { healthcheck, healthcheckApp } from './healthcheck.js';
import { type Asking, ask, dependenciesWith, requestFor } from './test-support.js';

let folder: string;
let present: string;
let absent: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'healthcheck-'));
  present = join(folder, 'present');
  absent = join(folder, 'absent');
  await writeFile(present, '');
});
afterAll(() => rm(folder, { recursive: true }));

const byFile = (path: string) => ({ backends: 'disable_by_file', disable_by_file_path: path });
const send = (localConf: Record<string, string>, asking: Asking = {}, values: Record<string, unknown> = {}) =>
  healthcheckApp(dependenciesWith({ healthcheck: values }))({}, localConf)(requestFor(asking));

describe('healthcheck as an application', () => {
  it('answers OK at every path while the file is not there', async () => {
    const response = await send(byFile(absent), { path: '/anything' });
    expect([response.status, response.headers.get('Content-Type'), await response.text()]).toEqual([
      200,
      'text/plain; charset=UTF-8',
      'OK',
    ]);
  });

  it('answers 503 while it is', async () => {
    const response = await send(byFile(present));
    expect([response.status, await response.text()]).toEqual([503, 'DISABLED BY FILE']);
  });

  it('answers HEAD without a body', async () => {
    const healthy = await send(byFile(absent), { method: 'HEAD' });
    const ill = await send(byFile(present), { method: 'HEAD' });
    expect([healthy.status, await healthy.text(), ill.status, await ill.text()]).toEqual([204, '', 503, '']);
  });

  it('answers with nothing to tell when there are no checks', async () => {
    const response = await send({});
    expect([response.status, await response.text()]).toEqual([200, '']);
  });

  it.each([
    ['application/json', 'application/json'],
    ['text/html', 'text/html; charset=UTF-8'],
    ['application/json;q=0.5, text/html;q=0.9', 'text/html; charset=UTF-8'],
    ['*/*', 'text/plain; charset=UTF-8'],
    ['text/*;q=0.1, application/json', 'application/json'],
    ['image/png', 'text/plain; charset=UTF-8'],
  ])('answers %s with %s', async (accept, type) => {
    expect((await send(byFile(absent), { headers: { Accept: accept } })).headers.get('Content-Type')).toBe(type);
  });

  it('prints JSON and HTML as upstream does', async () => {
    const json = await send(byFile(absent), { headers: { Accept: 'application/json' } });
    expect(await json.text()).toBe('{\n    "detailed": false,\n    "reasons": [\n        "OK"\n    ]\n}');
    const html = await send(byFile(absent), { headers: { Accept: 'text/html' } });
    expect(await html.text()).toMatch(/<H2>Result of 1 checks:<\/H2>[\s\S]*<TH>\nReason\n<\/TH>[\s\S]*<TD>OK<\/TD>/);
  });

  it('tells about the checks and the machine when it is to be detailed', async () => {
    const json = await send(byFile(present), { headers: { Accept: 'application/json' } }, { detailed: true });
    expect(await json.json()).toMatchObject({
      detailed: true,
      reasons: [{ class: 'HealthcheckResult', details: `Path '${present}' was found`, reason: 'DISABLED BY FILE' }],
      runtime: `node ${process.version}`,
    });
    const odd = join(folder, '<b>');
    const html = await (await send(byFile(odd), { headers: { Accept: 'text/html' } }, { detailed: true })).text();
    expect(html).toContain('<H1>Server status</H1>');
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('<b>');
  });

  it('looks at the file of its port', async () => {
    const settings = { backends: 'disable_by_files_ports', disable_by_file_paths: `9292:${present}, 9393:${absent}` };
    const at = async (asking: Asking) => (await send(settings, asking)).status;
    expect(await at({ environ: { SERVER_PORT: '9292' }, host: 'proxy:9393' })).toBe(503);
    expect(await at({ host: 'here:9292' })).toBe(503);
    expect(await at({ host: 'here:9393' })).toBe(200);
    expect(await at({ host: 'here' })).toBe(200);
    expect(() => healthcheckApp(dependenciesWith())({}, { ...settings, disable_by_file_paths: '/no/port' })).toThrow(
      TypeError,
    );
  });

  it('is out of service when one of several checks fails', async () => {
    const settings = {
      backends: 'disable_by_file,disable_by_files_ports',
      disable_by_file_path: absent,
      disable_by_file_paths: `80:${present}`,
    };
    const response = await send(settings, { host: 'here' });
    expect([response.status, await response.text()]).toEqual([503, 'OK\nDISABLED BY FILE']);
  });

  it('leaves out a check that there is not, and warns', async () => {
    const dependencies = dependenciesWith();
    const application = healthcheckApp(dependencies)({}, { backends: 'moon_phase' });
    expect((await application(requestFor())).status).toBe(200);
    expect(dependencies.logger.at('warning')).toEqual(['Could not load moon_phase']);
  });
});

describe('healthcheck as a filter', () => {
  it('answers its own path only', async () => {
    const filter = healthcheck(dependenciesWith())({}, byFile(present));
    expect((await ask(filter, { path: '/healthcheck' })).status).toBe(503);
    expect(await (await ask(filter, { path: '/v2/images' })).text()).toBe('inner');
    const other = healthcheck(dependenciesWith({ healthcheck: { path: '/alive' } }))({}, byFile(present));
    expect((await ask(other, { path: '/alive' })).status).toBe(503);
    expect((await ask(other, { path: '/healthcheck' })).status).toBe(200);
  });
});
