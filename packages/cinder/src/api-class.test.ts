// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { apiClass, reportFixedClasses } from './api-class.js';
import { apiClassOptions } from './options/index.js';

class VolumeService {
  describe(): string {
    return 'ours';
  }
}

const made = (name: string, value?: unknown): Promise<typeof VolumeService> =>
  apiClass({
    option: 'volume_api_class',
    name,
    upstream: 'cinder.volume.api.API',
    base: VolumeService,
    importModule: async () => value,
  });

describe('volume_api_class and its like (C2-72)', () => {
  it('is ours under upstream’s name', async () => {
    expect(await made('cinder.volume.api.API')).toBe(VolumeService);
  });

  it('may be one that a module makes of ours', async () => {
    const extend = (base: typeof VolumeService): typeof VolumeService =>
      class extends base {
        override describe(): string {
          return `more than ${super.describe()}`;
        }
      };
    const Service = await made('@acme/volumes:extend', extend);
    expect(new Service().describe()).toBe('more than ours');
  });

  it.each([[undefined], [{}], [() => undefined], [() => Date], [class extends VolumeService {}.name]])(
    'refuses %s',
    async (value) => {
      await expect(made('@acme/volumes:x', value)).rejects.toThrow(
        "volume_api_class: '@acme/volumes:x' makes no class that extends VolumeService",
      );
    },
  );

  it('says which of them have no effect', () => {
    const warnings: string[] = [];
    const logger = { ...silentLogger, warning: (text: string) => void warnings.push(text) };
    reportFixedClasses(Configuration.of([apiClassOptions]), logger);
    expect(warnings).toEqual([]);
    reportFixedClasses(Configuration.of([apiClassOptions], { DEFAULT: { quota_driver: 'a.B' } }), logger);
    expect(warnings).toEqual(['quota_driver = a.B has no effect: what stands for cinder.quota.DbQuotaDriver is used']);
  });
});
