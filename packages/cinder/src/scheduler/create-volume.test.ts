// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { now } from '@stackport/database';
import { NotificationListener } from '@stackport/messaging';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { volumeRequestSpec } from '../volumes/volume-request.js';
import type { VolumeRow } from '../volumes/volume.js';
import { SchedulerPlayground, type Got } from './test-support.js';

/** As long as the test has: a loaded machine is no failure. */
const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 25_000 });

const GOLDEN = new URL('../../../testing/reference/golden/cinder-amqp.jsonl', import.meta.url);

/** Arguments of the message that Python's scheduler sent to cinder-volume. */
function recordedArguments(): Record<string, Record<string, unknown>> {
  const line = readFileSync(GOLDEN, 'utf8').split('\n')[1] ?? '';
  const { body } = JSON.parse(line) as { body: string };
  const envelope = JSON.parse(body) as { 'oslo.message': string };
  return (JSON.parse(envelope['oslo.message']) as { args: Record<string, Record<string, unknown>> }).args;
}

describe('create_volume', () => {
  let cloud: SchedulerPlayground;
  let listener: NotificationListener;
  const told: { eventType: string; payload: Record<string, unknown> }[] = [];

  beforeEach(async () => {
    cloud = await SchedulerPlayground.open();
    told.length = 0;
    listener = new NotificationListener(
      cloud.transport,
      [{ topic: 'notifications' }],
      [
        {
          error: async ({ eventType, payload }) => {
            told.push({ eventType, payload: payload as Record<string, unknown> });
            return 'handled';
          },
        },
      ],
    );
    await listener.start();
  });
  afterEach(async () => {
    await listener.stop();
    await cloud.close();
  });

  function create(volume: VolumeRow, filterProperties: Record<string, unknown> = {}): Promise<void> {
    const requestSpec = volumeRequestSpec({
      volume,
      reservations: [],
      availabilityZones: ['nova'],
      snapshotId: null,
      sourceVolumeId: null,
      imageId: null,
      backupId: null,
    });
    return cloud.rpc.createVolume(cloud.context, volume, { requestSpec, filterProperties });
  }

  it('writes the host and tells cinder-volume as the Python scheduler does', async () => {
    await cloud.start();
    await cloud.backend('a', 50);
    const volume = await cloud.volume();
    await create(volume);
    await until(() => expect(cloud.of('create_volume')).toHaveLength(1));
    const row = await cloud.read(volume.id);
    expect(row).toMatchObject({ host: 'node@a#p', clusterName: null, status: 'creating', availabilityZone: 'nova' });
    expect(row.scheduledAt).not.toBeNull();
    const { raw } = cloud.of('create_volume')[0] as Got;
    const recorded = recordedArguments();
    expect(Object.keys(raw).sort()).toEqual(Object.keys(recorded).sort());
    const properties = raw.filter_properties as Record<string, Record<string, unknown>>;
    expect(Object.keys(properties).sort()).toEqual(Object.keys(recorded.filter_properties ?? {}).sort());
    expect(properties).toMatchObject({
      retry: { num_attempts: 1, backends: ['node@a#p'], hosts: ['node@a#p'] },
      config_options: {},
      size: 4,
      availability_zone: 'nova',
      user_id: 'user',
      metadata: {},
      qos_specs: null,
      volume_type: { 'versioned_object.name': 'VolumeType' },
    });
    const [plain, plainRecorded] = [properties.request_spec, recorded.filter_properties?.request_spec] as Record<
      string,
      Record<string, unknown>
    >[];
    expect(Object.keys(plain ?? {}).sort()).toEqual(Object.keys(plainRecorded ?? {}).sort());
    const fields = Object.keys(plain?.volume ?? {}).filter((name) => name !== 'glance_metadata');
    expect(fields.sort()).toEqual(Object.keys(plainRecorded?.volume ?? {}).sort());
    expect(plain?.volume).toMatchObject({ name: `volume-${volume.id}`, name_id: volume.id, volume_attachment: [] });
    expect(plain?.volume?.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/);
    expect(raw.request_spec).toMatchObject({ 'versioned_object.name': 'RequestSpec' });
    expect((raw.volume as Record<string, unknown>)['versioned_object.data']).toMatchObject({ host: 'node@a#p' });
  });

  it('never gives more than there is to those that come at once; the others are errors, and their users know', async () => {
    await cloud.start();
    await cloud.backend('a', 10);
    await cloud.backend('b', 10);
    const volumes = await Promise.all(Array.from({ length: 9 }, () => cloud.volume()));
    await Promise.all(volumes.map((volume) => create(volume)));
    await until(() => expect(told).toHaveLength(5));
    const rows = await Promise.all(volumes.map(({ id }) => cloud.read(id)));
    expect(rows.filter(({ status }) => status === 'error')).toHaveLength(5);
    const hosts = rows.filter(({ status }) => status === 'creating').map(({ host }) => host);
    expect(hosts.sort()).toEqual(['node@a#p', 'node@a#p', 'node@b#p', 'node@b#p']);
    await until(() => expect(cloud.of('create_volume')).toHaveLength(4));
    const messages = await cloud.database.client.message.findMany();
    expect(messages).toHaveLength(5);
    expect(messages[0]).toMatchObject({
      actionId: '001',
      detailId: '003',
      resourceType: 'VOLUME',
      projectId: 'project',
    });
    expect(told[0]).toMatchObject({
      eventType: 'scheduler.create_volume',
      payload: {
        state: 'error',
        method: 'create_volume',
        reason: 'No valid backend was found. No weighed backends available',
        volume_properties: { size: 4 },
      },
    });
  });

  it('sends to the host again where a message comes a second time', async () => {
    await cloud.start();
    await cloud.backend('a', 50);
    await cloud.backend('b', 90);
    const volume = await cloud.volume();
    await cloud.volumes.change(volume.id, { host: 'node@a#p', scheduledAt: now() });
    await create(volume);
    await until(() => expect(cloud.of('create_volume')).toHaveLength(1));
    expect(cloud.of('create_volume')[0]?.args).toMatchObject({
      volume: { host: 'node@a#p' },
      filter_properties: { retry: { num_attempts: 1, backends: ['node@a#p'], hosts: ['node@a#p'] }, size: 4 },
    });
    expect(await cloud.read(volume.id)).toMatchObject({ host: 'node@a#p', status: 'creating' });
  });

  it('leaves alone what is not being made any more', async () => {
    await cloud.start();
    await cloud.backend('a', 50);
    const [gone, done, last] = [await cloud.volume(), await cloud.volume(), await cloud.volume()];
    await cloud.volumes.remove(gone.id);
    await cloud.volumes.change(done.id, { status: 'available', host: 'node@a#p' });
    for (const volume of [gone, done, last]) await create(volume);
    await until(() => expect(cloud.of('create_volume')).toHaveLength(1));
    expect(cloud.of('create_volume')[0]?.args).toMatchObject({ volume: { id: last.id } });
    expect((await cloud.read(done.id)).status).toBe('available');
  });

  it('waits after the start until what lives has reported', async () => {
    await cloud.backend('a');
    await cloud.start();
    const volume = await cloud.volume();
    await create(volume);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await cloud.read(volume.id)).toMatchObject({ host: null, status: 'creating' });
    await cloud.report('a', 50);
    await until(async () => expect(await cloud.read(volume.id)).toMatchObject({ host: 'node@a#p' }));
  });

  it('leaves to the next one what waits when it is stopped', async () => {
    await cloud.backend('a');
    const scheduler = await cloud.start();
    const volume = await cloud.volume();
    await create(volume);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await scheduler.stop();
    expect(await cloud.read(volume.id)).toMatchObject({ host: null, status: 'creating' });
    expect(told).toEqual([]);
  });

  it('tries elsewhere what failed, so often as it may', async () => {
    await cloud.start();
    await cloud.backend('a', 50);
    const tries = (count: number) => ({
      retry: { num_attempts: count, backends: Array(count).fill('node@b#p'), hosts: [], exc: ['failed\n'] },
    });
    const [second, fourth] = [await cloud.volume(), await cloud.volume()];
    await create(second, tries(1));
    await create(fourth, tries(3));
    await until(async () => expect((await cloud.read(fourth.id)).status).toBe('error'));
    await until(() => expect(cloud.of('create_volume')).toHaveLength(1));
    expect(cloud.of('create_volume')[0]?.args.filter_properties).toMatchObject({
      retry: { num_attempts: 2, backends: ['node@b#p', 'node@a#p'] },
    });
    await until(() =>
      expect(told[0]?.payload.reason).toBe(
        `No valid backend was found. Exceeded max scheduling attempts 3 for resource ${fourth.id}`,
      ),
    );
  });
});
