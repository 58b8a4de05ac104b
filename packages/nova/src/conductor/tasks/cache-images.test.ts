// SPDX-License-Identifier: Apache-2.0
import { type Logger, silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { expect, it } from 'vitest';
import type { ConnectedCell } from '../../cells/connected-cells.js';
import { HostMappingNotFound } from '../../errors/hosts.js';
import { CacheImages } from './cache-images.js';

it('asks the hosts that are up, no more at a time than configured, and goes on where one fails', async () => {
  const lines: string[] = [];
  const asked: string[] = [];
  let [atOnce, most] = [0, 0];
  const cell = {
    services: { find: async (host: string) => (host === 'none' ? undefined : { host }) },
    compute: {
      cacheImages: async (_context: unknown, host: string, images: readonly string[]) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise(setImmediate);
        atOnce -= 1;
        if (host === 'broken') throw new Error('no answer');
        asked.push(`${host} ${images.join()}`);
        return { one: 'cached', two: host === 'full' ? 'error' : 'existing' };
      },
    },
  } as unknown as ConnectedCell;
  const logger: Logger = {
    ...silentLogger,
    info: (line) => void lines.push(line),
    warning: (line) => void lines.push(line),
    error: (line) => void lines.push(line),
  };
  const task = new CacheImages({
    cells: {
      ofHost: (host) => (host === 'unmapped' ? Promise.reject(new HostMappingNotFound(host)) : Promise.resolve(cell)),
    },
    isUp: ({ host }) => host !== 'down',
    concurrency: 2,
    logger,
  });
  const hosts = ['a', 'broken', 'b', 'down', 'none', 'unmapped', 'full', 'c'];
  await task.run(new RequestContext(), hosts, ['one', 'two']);
  expect(asked.sort()).toEqual(['a one,two', 'b one,two', 'c one,two', 'full one,two']);
  expect(most).toBe(2);
  expect(lines.sort()).toEqual([
    'Image pre-cache operation failed on host broken',
    'Image pre-cache operation failed on host unmapped',
    'Image pre-cache operation for image two failed on host full',
    'Skipping image pre-cache operation to host down because it is not up',
    'Skipping image pre-cache operation to host none because it is not up',
  ]);
});
