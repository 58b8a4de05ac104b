// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Configuration } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importFilteringOptions } from '../options.js';
import { UriFilter } from './uri-filter.js';
import { WebDownload } from './web-download.js';

/** Names that no resolver knows: what is reached under them, is reached by the filter's address alone. */
const NAMES: Record<string, string[]> = {
  'images.example.org': ['127.0.0.1'],
  'other.example.org': ['127.0.0.1'],
  'evil.example.org': ['127.0.0.1'],
};

let server: http.Server;
let port: number;
let answer: http.RequestListener;
const asked: http.IncomingMessage[] = [];

beforeEach(async () => {
  asked.length = 0;
  server = http.createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function download(silence?: number): WebDownload {
  const values = { allowed_hosts: ['images.example.org', 'other.example.org'], allowed_ports: [String(port)] };
  const configuration = Configuration.of([importFilteringOptions], { import_filtering_opts: values });
  const filter = new UriFilter(configuration.get(importFilteringOptions), async (host) => NAMES[host] ?? []);
  return new WebDownload(filter, silence === undefined ? {} : { silence });
}

const open = (
  path: string,
  { silence, signal = new AbortController().signal }: { silence?: number; signal?: AbortSignal } = {},
) => download(silence).open(`http://images.example.org:${port}${path}`, signal);

describe('WebDownload', () => {
  it('goes to the address that the filter saw, and asks for the host of the URL', async () => {
    answer = (_request, response) => response.setHeader('Content-Length', '4').end('data');
    const { data, size } = await open('/disk.img?x=1');
    expect([(await buffer(data)).toString(), size]).toEqual(['data', 4]);
    expect(asked[0]?.headers).toMatchObject({ host: `images.example.org:${port}`, 'accept-encoding': 'identity' });
    expect(asked[0]?.url).toBe('/disk.img?x=1');
  });

  it.each([301, 302, 303, 307, 308])('follows %i to a host that is allowed', async (status) => {
    answer = ({ url }, response) => {
      if (url === '/a') response.writeHead(status, { Location: `http://other.example.org:${port}/b` });
      else response.write('data');
      response.end();
    };
    const { data, size } = await open('/a');
    expect([(await buffer(data)).toString(), size]).toEqual(['data', undefined]);
    expect(asked.map(({ headers, url }) => `${headers.host} ${url}`)).toEqual([
      `images.example.org:${port} /a`,
      `other.example.org:${port} /b`,
    ]);
  });

  it.each([
    'http://evil.example.org/',
    'http://127.0.0.1/',
    'file:///etc/passwd',
    '//evil.example.org/',
    'http://[::1]/',
    'http://0177.0.0.1/',
  ])('does not follow a redirect to %s', async (location) => {
    answer = (_request, response) => response.writeHead(302, { Location: location }).end();
    await expect(open('/a')).rejects.toThrow('Redirect to disallowed URL: ');
    expect(asked).toHaveLength(1);
  });

  it('does not go round and round', async () => {
    answer = (_request, response) => response.writeHead(302, { Location: '/a' }).end();
    await expect(open('/a')).rejects.toThrow('redirects more than 10 times');
    expect(asked).toHaveLength(11);
  });

  it('takes no page of an error for an image', async () => {
    answer = (_request, response) => response.writeHead(404).end('no such image');
    await expect(open('/a')).rejects.toThrow('HTTP Error 404');
  });

  it('gives up a server that is silent before its answer, or in the middle of it', async () => {
    answer = () => undefined;
    await expect(open('/a', { silence: 100 })).rejects.toThrow('silent for 100 ms');
    answer = (_request, response) => response.setHeader('Content-Length', '10').write('data');
    const { data } = await open('/a', { silence: 100 });
    await expect(buffer(data)).rejects.toThrow();
  });

  it('fails where the connection breaks before the end', async () => {
    answer = (_request, response) => {
      response.setHeader('Content-Length', '10').write('data');
      setTimeout(() => response.destroy(), 20);
    };
    const { data } = await open('/a');
    await expect(buffer(data)).rejects.toThrow('aborted');
  });

  it('ends when it is told to', async () => {
    answer = (_request, response) => response.setHeader('Content-Length', '10').write('data');
    const controller = new AbortController();
    const { data } = await open('/a', { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(buffer(data)).rejects.toThrow();
    await expect(open('/a', { signal: controller.signal })).rejects.toThrow();
  });

  it('asks nobody for a URL that is not allowed', async () => {
    await expect(download().open(`http://evil.example.org:${port}/`, new AbortController().signal)).rejects.toThrow(
      'URI does not pass filtering',
    );
    expect(asked).toEqual([]);
  });
});
