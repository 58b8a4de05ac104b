// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IMAGE_ID, messageOf } from '../test-servers.js';
import { OTHER, TestMoves } from './test-moves.js';

const moves = new TestMoves();
beforeAll(() => moves.start());
afterAll(() => moves.servers.nova.close());
beforeEach(() => moves.clear());

describe('rebuilding', () => {
  it('is given to the conductor, and the server shown', async () => {
    const uuid = await moves.server({ system_metadata: { image_os_type: 'other', kept: 'yes' } });
    const body = { imageRef: OTHER, name: 'rebuilt', metadata: { a: 'b' }, description: 'd', key_name: null };
    const answer = await moves.servers.act(uuid, 'rebuild', body, { version: '2.57' });
    expect(answer.status).toBe(202);
    expect(answer.headers.get('location')).toBe(`http://host.example/v2.1/servers/${uuid}`);
    expect(answer.body).toMatchObject({
      server: {
        ...{ id: uuid, name: 'rebuilt', status: 'REBUILD', metadata: { a: 'b' }, description: 'd', key_name: null },
        adminPass: expect.stringMatching(/^\w{12}$/) as string,
        user_data: null,
        image: { id: OTHER },
      },
    });
    expect(answer.body).not.toHaveProperty('server.OS-EXT-STS:vm_state');
    expect(moves.sentObject('request_spec')).toMatchObject({ force_hosts: ['anchor'] });
    expect(moves.servers.sent[0]?.message.args).toMatchObject({
      ...{ image_ref: OTHER, orig_image_ref: IMAGE_ID, host: null, reimage_boot_volume: false },
    });
    expect(moves.servers.told()).toEqual(['rebuild_instance']);
    const row = await moves.servers.row(uuid, ['system_metadata']);
    expect(row).toMatchObject({ task_state: 'rebuilding', image_ref: OTHER });
    expect(row.system_metadata).toMatchObject({ kept: 'yes', image_os_type: 'linux', image_base_image_ref: OTHER });
  });

  it('is refused for an image that is not there, and of volumes with another', async () => {
    const missing = await moves.servers.act(await moves.server(), 'rebuild', {
      imageRef: '6fb246b3-f5f6-4f3b-9208-035cb1a295ac',
    });
    expect([missing.status, messageOf(missing)]).toEqual([400, 'Cannot find image for rebuild']);
    const uuid = await moves.onVolume();
    const other = await moves.servers.act(uuid, 'rebuild', { imageRef: OTHER }, { version: '2.92' });
    expect([other.status, messageOf(other)]).toEqual([
      400,
      `Image ${OTHER} is unacceptable: Unable to rebuild with a different image for a volume-backed server.`,
    ]);
    expect((await moves.servers.act(uuid, 'rebuild', { imageRef: OTHER }, { version: '2.93' })).status).toBe(202);
    expect(moves.servers.sent.at(-1)?.message.args).toMatchObject({ reimage_boot_volume: true });
  });
});
