// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const program = (url: string): string => `
  import { createRequire } from 'node:module';
  import { RpcClient, defaultTransportOptions, getTransport } from '${new URL('../dist/index.js', import.meta.url).href}';
  const transport = getTransport({ url: '${url}', exchange: 'x', config: defaultTransportOptions() });
  await new RpcClient(transport, { topic: 't' }, { mandatory: false, retry: 0 }).cast({}, 'x').catch(() => undefined);
  await transport.close();
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  console.log(JSON.stringify(['amqplib', '@nestjs', 'rxjs'].filter((name) => loaded.some((file) => file.includes(name)))));
`;

describe('what is loaded', () => {
  it.each([
    ['fake://', []],
    ['rabbit://127.0.0.1:1/', ['amqplib']],
  ])('by a %s transport', async (url, expected) => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program(url)]);
    expect(JSON.parse(stdout)).toEqual(expected);
  });
});
