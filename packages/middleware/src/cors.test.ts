// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Configuration } from '@stackport/config';
import { HttpError, Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { cors, corsOptions } from './cors.js';
import { RecordingLogger, ask, dependenciesWith } from './test-support.js';

const project = { oslo_config_project: 'glance' };
const filterWith = (values: Record<string, unknown>, localConf: Record<string, string> = project) =>
  cors(dependenciesWith({ cors: values }))({}, localConf);
const origin = { Origin: 'https://page' };
const preflight = (more: Record<string, string> = {}) => ({
  method: 'OPTIONS',
  headers: { ...origin, 'Access-Control-Request-Method': 'GET', ...more },
});
const accessControl = (response: Response) =>
  Object.fromEntries([...response.headers].filter(([name]) => /^(access-control|vary)/i.test(name)));
const refusing = async () => new Response(404);

describe('cors', () => {
  it('adds the headers to an answer for a listed origin', async () => {
    const filter = filterWith({ allowed_origin: ['https://other', 'https://page'], expose_headers: ['X-A', 'X-B'] });
    expect(accessControl(await ask(filter, { headers: origin }))).toEqual({
      Vary: 'Origin',
      'Access-Control-Allow-Origin': 'https://page',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'X-A,X-B',
    });
  });

  it('adds them to an error that was thrown inside, and to a Vary that is there', async () => {
    const filter = filterWith({ allowed_origin: ['https://page'], allow_credentials: false });
    const thrown = await ask(filter, { headers: origin }, async () => Promise.reject(new HttpError(404)));
    expect([thrown.status, thrown.headers.get('Access-Control-Allow-Origin')]).toEqual([404, 'https://page']);
    expect(thrown.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    const varied = await ask(filter, { headers: origin }, async () => new Response(200, { Vary: 'Accept' }));
    expect(varied.headers.get('Vary')).toBe('Accept,Origin');
  });

  it('adds none for other origins, for no origin, and where somebody inside has done so', async () => {
    const filter = filterWith({ allowed_origin: ['https://other'] });
    expect(accessControl(await ask(filter, { headers: origin }))).toEqual({});
    expect(accessControl(await ask(filter))).toEqual({});
    const inner = async () => new Response(200, { 'Access-Control-Allow-Origin': 'mine' });
    expect(accessControl(await ask(filterWith({ allowed_origin: ['*'] }), { headers: origin }, inner))).toEqual({
      'Access-Control-Allow-Origin': 'mine',
    });
  });

  it('answers a star to any origin when one is allowed', async () => {
    const response = await ask(filterWith({ allowed_origin: ['*'] }), { headers: origin });
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
  });

  it('answers pre-flight requests that the application does not know', async () => {
    const filter = filterWith({ allowed_origin: ['https://page'], allow_headers: ['X-Auth-Token'], max_age: 60 });
    const asking = preflight({ 'Access-Control-Request-Headers': 'x-auth-token, accept,' });
    const response = await ask(filter, asking, refusing);
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(accessControl(response)).toEqual({
      Vary: 'Origin',
      'Access-Control-Allow-Origin': 'https://page',
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Max-Age': '60',
      'Access-Control-Allow-Methods': 'GET',
      'Access-Control-Allow-Headers': 'x-auth-token,accept',
    });
  });

  it("keeps an application's own good answer to OPTIONS", async () => {
    const inner = async () => new Response(204, { Allow: 'GET' });
    const response = await ask(filterWith({ allowed_origin: ['https://page'] }), preflight(), inner);
    expect([response.status, response.headers.get('Allow')]).toEqual([204, 'GET']);
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET');
  });

  it.each([
    ['another origin', { allowed_origin: ['https://other'] }, preflight()],
    ['no method', { allowed_origin: ['*'] }, { method: 'OPTIONS', headers: origin }],
    ['a method not listed', { allowed_origin: ['*'], allow_methods: ['PUT'] }, preflight()],
    ['a header not listed', { allowed_origin: ['*'] }, preflight({ 'Access-Control-Request-Headers': 'X-Odd' })],
    ['no origins configured', {}, preflight()],
  ])('answers 200 without headers to a pre-flight request with %s', async (_what, values, asking) => {
    const response = await ask(filterWith(values), asking, refusing);
    expect(response.status).toBe(200);
    expect(accessControl(response)).toEqual({});
  });

  it('leaves Max-Age out when it is 0', async () => {
    const response = await ask(filterWith({ allowed_origin: ['*'], max_age: 0 }), preflight());
    expect(response.headers.has('Access-Control-Max-Age')).toBe(false);
  });

  it('takes origins from the paste file, which needs them or oslo_config_project', async () => {
    const filter = filterWith({}, { allowed_origin: 'https://a, https://page' });
    expect((await ask(filter, { headers: origin })).headers.get('Access-Control-Allow-Origin')).toBe('https://page');
    expect(() => filterWith({}, {})).toThrow('allowed_origin or oslo_config_project is required');
  });

  it('reads sections of their own for further origins, as oslo still does', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cors-'));
    const file = join(folder, 'glance-api.conf');
    await writeFile(
      file,
      '[cors]\nallowed_origin = https://first\nallow_credentials = false\n' +
        '[cors.page]\nallowed_origin = https://page, https://first\nexpose_headers = X-Page\n',
    );
    const init = {
      project: 'glance',
      program: 'glance-api',
      groups: [corsOptions],
      configFiles: [file],
      environment: {},
    };
    const configuration = await Configuration.load(init);
    const logger = new RecordingLogger();
    const response = await ask(cors({ configuration, logger })({}, project), { headers: origin });
    expect(accessControl(response)).toEqual({
      Vary: 'Origin',
      'Access-Control-Allow-Origin': 'https://page',
      'Access-Control-Expose-Headers': 'X-Page',
    });
    expect(logger.at('warning')).toEqual([
      expect.stringContaining('Multiple configuration blocks are deprecated'),
      'Allowed origin [https://first] already exists, skipping',
    ]);
    await rm(folder, { recursive: true });
  });
});
