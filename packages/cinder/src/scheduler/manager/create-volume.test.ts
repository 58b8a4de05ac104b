// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingMessage } from '../../rpc/create-endpoint.js';
import type { VolumeRpc } from '../../rpc/volume-rpc.js';
import { PoolState } from '../pool-state.js';
import { SchedulerPlayground } from '../test-support.js';
import { ScheduleVolume } from './create-volume.js';
import type { SchedulerDependencies } from './dependencies.js';

describe('a message of create_volume', () => {
  let cloud: SchedulerPlayground;
  beforeEach(async () => {
    cloud = await SchedulerPlayground.open();
  });
  afterEach(() => cloud.close());

  /** A manager whose parts say what is done in which order. */
  function manager(steps: string[], cast: () => Promise<void>): ScheduleVolume {
    const pool = new PoolState({
      host: 'node@a#p',
      clusterName: null,
      capabilities: {},
      service: { host: 'node@a', availabilityZone: 'nova' },
      reportedAt: new Date(),
      defaultRatio: '1',
    });
    const parts = {
      readiness: { wait: async () => undefined },
      volumes: cloud.volumes,
      scheduler: { place: async () => ({ pool, filterProperties: {} }) },
      hosts: { revert: (id: string, size: number) => void steps.push(`revert ${id} ${size}`) },
      volumeRpc: {
        createVolume: async (_context, { host }) => {
          steps.push(`cast ${host ?? ''}`);
          await cast();
        },
      } satisfies Partial<VolumeRpc>,
      messages: { create: async () => void steps.push('message') },
      notifications: { error: async () => void steps.push('notification') },
      settings: { scheduler_max_attempts: 3, volume_name_template: 'volume-%s' },
      logger: silentLogger,
    };
    return new ScheduleVolume(parts as unknown as SchedulerDependencies);
  }

  const message = (steps: string[], redelivered = false): IncomingMessage => ({
    redelivered,
    acknowledge: async () => void steps.push('acknowledge'),
  });
  const request = (volumeId: string) => ({
    volumeId,
    wireSpec: null,
    spec: null,
    filterProperties: {},
    snapshotId: null,
    imageId: null,
    backupId: null,
  });

  it('is forgotten after the next one is sent, which is after the host is written', async () => {
    const volume = await cloud.volume();
    const steps: string[] = [];
    const hosts: unknown[] = [];
    const scheduled = manager(steps, async () => void hosts.push((await cloud.read(volume.id)).host));
    await scheduled.run(cloud.context, request(volume.id), message(steps));
    expect(steps).toEqual(['cast node@a#p', 'acknowledge']);
    expect(hosts).toEqual(['node@a#p']);
  });

  it('that two schedulers have places the volume once, and the other gives the room back', async () => {
    const volume = await cloud.volume();
    const steps: string[] = [];
    const one = manager(steps, async () => undefined);
    const other = manager(steps, async () => undefined);
    await Promise.all([
      one.run(cloud.context, request(volume.id), message(steps)),
      other.run(cloud.context, request(volume.id), message(steps)),
    ]);
    expect(steps.filter((step) => step === 'cast node@a#p')).toHaveLength(1);
    expect(steps).toContain('revert node@a#p 4');
  });

  it('that came again while another claims is sent again, for the other may have fallen silent', async () => {
    const volume = await cloud.volume();
    const steps: string[] = [];
    const silent = manager([], async () => undefined);
    const again = manager(steps, async () => undefined);
    await Promise.all([
      silent.run(cloud.context, request(volume.id), message([])),
      again.run(cloud.context, request(volume.id), message(steps, true)),
    ]);
    expect(steps.slice(-2)).toEqual(['cast node@a#p', 'acknowledge']);
  });

  it('whose volume cannot be handed on makes it an error, and the user knows', async () => {
    const volume = await cloud.volume();
    const steps: string[] = [];
    const broken = manager(steps, () => Promise.reject(new Error('no bus')));
    await expect(broken.run(cloud.context, request(volume.id), message(steps))).rejects.toThrow('no bus');
    expect((await cloud.read(volume.id)).status).toBe('error');
    expect(steps).toEqual(['cast node@a#p', 'message', 'notification']);
  });
});
