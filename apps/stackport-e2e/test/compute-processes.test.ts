// SPDX-License-Identifier: Apache-2.0
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Client, RabbitVhost, ServiceProgram, TemporaryFolder } from '@stackport/testing';
import { expect, it } from 'vitest';

const main = (app: string): string => fileURLToPath(new URL(`../../${app}/dist/bundle/main.js`, import.meta.url));

// Placement is not there: hosts serve all the same, and say that they could not tell it.
it('nova as four processes over RabbitMQ: each gives signs of life, and ends with 0 on SIGTERM', async () => {
  const folder = await TemporaryFolder.create('stackport-nova-processes');
  const vhost = await RabbitVhost.create();
  const programs: ServiceProgram[] = [];
  const conf = folder.file('nova.conf');
  await writeFile(
    conf,
    `
[DEFAULT]
host = node
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = 0
enabled_apis = osapi_compute
state_path = ${folder.path}
transport_url = ${vhost.url}
compute_driver = fake.FakeDriver
report_interval = 1
[api]
auth_strategy = noauth2
[api_database]
connection = sqlite:///${folder.file('nova_api.sqlite')}
[database]
connection = sqlite:///${folder.file('nova.sqlite')}
`,
  );
  const run = (app: string): ServiceProgram => {
    const program = ServiceProgram.run({ file: main(app), args: ['--config-file', conf], folder: folder.path });
    programs.push(program);
    return program;
  };
  try {
    const api = run('nova-api');
    await api.ready();
    const client = Client.to(api.url).as('admin:abc');
    for (const worker of ['nova-conductor', 'nova-scheduler', 'nova-compute'] as const) {
      const isUp = async (): Promise<boolean> => {
        const answer = await client.get(`/v2.1/os-services?binary=${worker}`);
        return (answer.json() as { services: { state: string }[] }).services[0]?.state === 'up';
      };
      await run(worker).until(isUp, `${worker} is up`, 180);
    }
    for (const program of programs.reverse()) {
      program.signal('SIGTERM');
      expect(await program.exited, program.stdout + program.stderr).toBe(0);
    }
  } finally {
    for (const program of programs) await program.end();
    await vhost.remove();
    await folder.remove();
  }
}, 900_000);
