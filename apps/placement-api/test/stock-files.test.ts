// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { placementOptionGroups, recognizedOptions } from '@stackport/placement';
import { loggingOptions } from '@stackport/context';
import { Client } from '@stackport/testing';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
// eslint-disable-next-line @nx/enforce-module-boundaries -- the repository's tools are no package that has a name to import by
import { stockFiles } from '../../../tools/services/stock-files.mjs';
import { PlacementApi } from './placement-api.js';

// The file of Debian's placement-common as it is, with what an operator fills in: decisions 19.

let conf: string;
const apis: PlacementApi[] = [];
beforeAll(async () => {
  conf = join(await stockFiles('placement-common'), 'placement.conf');
});
afterEach(async () => {
  for (const api of apis.splice(0)) await api.clean();
});

describe('the stock placement.conf', () => {
  it('names no option, be it in a comment, that would be taken for a typing error', () => {
    const declared = [...placementOptionGroups, loggingOptions];
    const isKnown = (group: string, name: string): boolean =>
      recognizedOptions[group]?.includes(name) === true ||
      declared.some((one) => one.name === group && Object.hasOwn(one.options, name));
    let group = '';
    let count = 0;
    const missing: string[] = [];
    for (const line of readFileSync(conf, 'utf8').split('\n')) {
      group = /^\[(.+)\]$/.exec(line)?.[1] ?? group;
      const name = /^#?([a-z]\w*) =( |$)/.exec(line)?.[1];
      if (name === undefined) continue;
      count += 1;
      if (!isKnown(group, name)) missing.push(`[${group}] ${name}`);
    }
    expect(missing).toEqual([]);
    expect(count).toBeGreaterThan(100);
  });

  it('without database, password and Keystone: the API starts, answers its versions, and 401', async () => {
    const api = await PlacementApi.create({ args: () => ['--config-file', conf] });
    apis.push(api);
    // An address of the test's own; the database is the default one, in the current folder.
    const program = await api.start({ OS_STACKPORT__BIND_HOST: '127.0.0.1', OS_STACKPORT__BIND_PORT: '0' });
    const client = Client.to(program.url);
    expect((await client.get('/')).json()).toMatchObject({ versions: [{ id: 'v1.0', status: 'CURRENT' }] });
    const refused = await client.get('/resource_providers');
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Keystone uri="http://localhost:5000"');
    expect(program.stdout.match(/is not supported here/g)).toHaveLength(1);
    expect(program.stdout).toContain('option pybasedir in group [DEFAULT]');
  });
});
