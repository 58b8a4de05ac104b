// SPDX-License-Identifier: Apache-2.0
import { MariadbDatabase, RabbitVhost } from '@stackport/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientOf, NovaApi } from './nova-api.js';

let databases: MariadbDatabase[];
let vhost: RabbitVhost;
let api: NovaApi;

beforeEach(async () => {
  databases = [await MariadbDatabase.create(), await MariadbDatabase.create()];
  vhost = await RabbitVhost.create();
});
afterEach(async () => {
  await api.clean();
  await vhost.remove();
  for (const database of databases) await database.remove();
});

it('each API has workers of its own, which only that one is loaded in', async () => {
  const [own, cell] = databases.map(({ url }) => url);
  api = await NovaApi.create({
    conf: `
[DEFAULT]
transport_url = ${vhost.url}
osapi_compute_workers = 2
metadata_workers = 1
[api_database]
connection = ${own}
[database]
connection = ${cell}
`,
  });
  const program = await api.start();
  const [compute, metadata] = [await clientOf(program, 'osapi_compute'), await clientOf(program, 'metadata')];
  await program.logged(/nova\.metadata\.wsgi\.server .*1 workers are ready/, 60);
  expect(await program.workers()).toHaveLength(3);
  expect((await compute.as('admin:abc').get('/v2.1/flavors')).status).toBe(200);
  expect((await metadata.get('/')).status).toBe(200);
  expect((await metadata.get('/latest')).status).toBe(404);

  const before = await program.workers();
  program.signal('SIGHUP');
  await program.until(
    async () => {
      const now = await program.workers();
      return now.length === 3 && now.every((pid) => !before.includes(pid));
    },
    'three other workers',
    60,
  );
  expect((await compute.as('admin:abc').get('/v2.1/flavors')).status).toBe(200);
  expect((await metadata.get('/')).status).toBe(200);
  program.signal('SIGTERM');
  expect(await program.exited).toBe(0);
}, 180_000);
