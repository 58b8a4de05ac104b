// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recognizedOptions } from '@stackport/nova';
import { Client, plainLines } from '@stackport/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { stockFiles } from '../../../tools/services/stock-files.mjs';
import { NovaApi } from './nova-api.js';

// The files of Debian's nova-common as they are, with what an operator fills in: decisions 19.

let stock: string;
let conf: string;
const cleanups: (() => Promise<void>)[] = [];

beforeAll(async () => {
  stock = await stockFiles('nova-common');
  conf = join(stock, 'nova.conf');
});
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A port of the test's own; databases in its folder. */
const OWN = {
  OS_DEFAULT__OSAPI_COMPUTE_LISTEN: '127.0.0.1',
  OS_DEFAULT__OSAPI_COMPUTE_LISTEN_PORT: '0',
  OS_DEFAULT__TRANSPORT_URL: 'fake://',
};

async function start(environment: Readonly<Record<string, string>>): ReturnType<NovaApi['start']> {
  const api = await NovaApi.create({ args: () => ['--config-file', conf] });
  cleanups.push(() => api.clean());
  return api.start({
    ...OWN,
    OS_API_DATABASE__CONNECTION: `sqlite:///${api.folder.file('nova_api.sqlite')}`,
    OS_DATABASE__CONNECTION: `sqlite:///${api.folder.file('nova.sqlite')}`,
    ...environment,
  });
}

describe('the stock files', () => {
  it('serve with the pipeline that knows no Keystone: each of it is built, and requests go through', async () => {
    const running = await start({ OS_API__AUTH_STRATEGY: 'noauth2' });
    const client = Client.to(running.url).as('admin:abc');
    expect((await client.get('/')).status).toBe(200);
    expect((await client.get('/healthcheck')).status).toBe(300);
    expect((await client.get('/v2.1/')).status).toBe(200);
    expect((await client.get('/v2/')).status).toBe(200);
    expect((await client.get('/v2.1/abc/flavors')).json()).toEqual({ flavors: [] });
    expect((await client.get('/v2/abc/flavors')).json()).toEqual({ flavors: [] });
  });

  it('without password and Keystone start, and answer versions and 401', async () => {
    const running = await start({});
    const client = Client.to(running.url);
    expect((await client.get('/')).status).toBe(200);
    expect((await client.get('/v2.1/')).status).toBe(200);
    expect((await client.get('/v2.1/flavors')).status).toBe(401);
    expect((await client.get('/v2/flavors')).status).toBe(401);
    const reported = plainLines(running.stdout).filter((line) => /is not supported here|is not known/.test(line));
    expect(new Set(reported).size).toBe(reported.length);
    expect(reported.filter((line) => line.includes('is not known'))).toEqual([]);
  });
});

describe('the stock nova.conf', () => {
  it('names no option, be it in a comment, that would be taken for a typing error', () => {
    const names = recognizedOptions();
    let group = '';
    let count = 0;
    const missing: string[] = [];
    for (const line of readFileSync(conf, 'utf8').split('\n')) {
      group = /^\[(.+)\]$/.exec(line)?.[1] ?? group;
      const name = /^#?([a-z]\w*) ?=( |$)/.exec(line)?.[1];
      if (name === undefined) continue;
      count++;
      if (names[group]?.includes(name) !== true) missing.push(`[${group}] ${name}`);
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(700);
  });
});
