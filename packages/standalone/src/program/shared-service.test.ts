// SPDX-License-Identifier: Apache-2.0
import { Response } from '@stackport/wsgi';
import { beforeEach, describe, expect, it } from 'vitest';
import { SharedService } from './shared-service.js';

/** What was opened and closed, by its number. */
let log: string[];
let opened: number;
/** Numbers of those that cannot be opened. */
let broken: Set<number>;
beforeEach(() => {
  log = [];
  opened = 0;
  broken = new Set();
});

const shared = (): SharedService =>
  new SharedService(() => {
    const number = ++opened;
    if (broken.has(number)) return Promise.reject(new Error(`no database for ${number}`));
    log.push(`open ${number}`);
    return Promise.resolve({
      load: (name) => {
        if (name === 'unknown') return Promise.reject(new Error('no such application'));
        return Promise.resolve(() => Promise.resolve(Response.text(`${name} of ${number}`)));
      },
      close: () => Promise.resolve(void log.push(`close ${number}`)),
    });
  });

describe('a service of several servers', () => {
  it('is opened once, and closed by the last of them', async () => {
    const service = shared();
    const [api, metadata] = [await service.take('api'), await service.take('metadata')];
    expect(log).toEqual(['open 1']);
    await api.close?.();
    expect(log).toEqual(['open 1']);
    await metadata.close?.();
    expect(log).toEqual(['open 1', 'close 1']);
  });

  it('is another one after a reload, and the former goes when nobody has it any more', async () => {
    const service = shared();
    const before = [await service.take('api'), await service.take('metadata')];
    const after = [await service.take('api'), await service.take('metadata')];
    expect(log).toEqual(['open 1', 'open 2']);
    for (const one of before) await one.close?.();
    expect(log).toEqual(['open 1', 'open 2', 'close 1']);
    for (const one of after) await one.close?.();
    expect(log).toEqual(['open 1', 'open 2', 'close 1', 'close 2']);
  });

  it('is tried again where it could not be opened, and not left open where an application is not there', async () => {
    broken.add(1);
    const service = shared();
    await expect(service.take('api')).rejects.toThrow('no database for 1');
    await expect(service.take('unknown')).rejects.toThrow('no such application');
    expect(log).toEqual(['open 2', 'close 2']);
    const api = await service.take('api');
    await expect(service.take('unknown')).rejects.toThrow('no such application');
    expect(log).toEqual(['open 2', 'close 2', 'open 3']);
    await api.close?.();
    expect(log.at(-1)).toBe('close 3');
  });
});
