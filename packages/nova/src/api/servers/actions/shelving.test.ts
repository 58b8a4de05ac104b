// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageOf } from '../test-servers.js';
import { OTHER, TestMoves } from './test-moves.js';

const moves = new TestMoves();
beforeAll(() => moves.start());
afterAll(() => moves.servers.nova.close());
beforeEach(() => moves.clear());

const admin = { as: 'admin:abc' };

describe('shelving', () => {
  it('makes an image first, and none of a server on a volume', async () => {
    const uuid = await moves.server();
    expect((await moves.servers.act(uuid, 'shelve')).status).toBe(202);
    expect(moves.made).toMatchObject([
      { name: 'golden-shelved', visibility: 'private', properties: { image_type: 'snapshot' } },
    ]);
    expect(moves.servers.sent[0]?.message.args).toMatchObject({ image_id: 'new-image' });
    expect(moves.servers.told()).toEqual(['shelve_instance anchor']);
    expect((await moves.servers.row(uuid)).task_state).toBe('shelving');
    expect((await moves.servers.act(await moves.onVolume(), 'shelve')).status).toBe(202);
    expect(moves.servers.told()).toEqual(['shelve_offload_instance anchor']);
    expect(moves.made.length).toBe(1);
  });

  it('is an administrator’s to be finished, and anybody’s to be taken back', async () => {
    const uuid = await moves.server({ vm_state: 'shelved' });
    expect((await moves.servers.act(uuid, 'shelveOffload', null, admin)).status).toBe(202);
    expect(moves.servers.told()).toEqual(['shelve_offload_instance anchor']);
    const offloaded = await moves.server({ vm_state: 'shelved_offloaded', host: null });
    expect((await moves.servers.act(offloaded, 'unshelve')).status).toBe(202);
    expect(moves.servers.told()).toEqual(['unshelve_instance']);
    expect(await moves.servers.actionsOf(offloaded)).toEqual(['unshelve']);
  });

  it('ends in a zone from 2.77 on, and on a host from 2.91 on', async () => {
    const zone = { availability_zone: 'nova' };
    const shelved = await moves.server({ vm_state: 'shelved' });
    const early = await moves.servers.act(shelved, 'unshelve', zone, { version: '2.77' });
    expect(early.status).toBe(409);
    expect(messageOf(early)).toContain('The server status must be SHELVED_OFFLOADED.');
    const uuid = await moves.server({ vm_state: 'shelved_offloaded', host: null });
    const nowhere = await moves.servers.act(uuid, 'unshelve', { availability_zone: 'x' }, { version: '2.77' });
    expect([nowhere.status, messageOf(nowhere)]).toEqual([400, 'The requested availability zone is not available']);
    const both = { ...zone, host: 'next' };
    expect((await moves.servers.act(uuid, 'unshelve', both, { version: '2.91' })).status).toBe(403);
    expect((await moves.servers.act(uuid, 'unshelve', both, { version: '2.91', ...admin })).status).toBe(202);
    expect(moves.sentObject('request_spec')).toMatchObject({
      availability_zone: 'nova',
      requested_destination: { 'nova_object.data': { host: 'next' } },
    });
  });
});

describe('rescuing', () => {
  it('answers the password, and is taken back', async () => {
    const uuid = await moves.server();
    const answer = await moves.servers.act(uuid, 'rescue', { adminPass: 'secret', rescue_image_ref: OTHER });
    expect([answer.status, answer.body]).toEqual([200, { adminPass: 'secret' }]);
    expect(moves.servers.sent[0]?.message.args).toMatchObject({ rescue_password: 'secret', rescue_image_ref: OTHER });
    expect(moves.servers.told()).toEqual(['rescue_instance anchor']);
    const rescued = await moves.server({ vm_state: 'rescued' });
    expect((await moves.servers.act(rescued, 'unrescue')).status).toBe(202);
    expect(moves.servers.told()).toEqual(['unrescue_instance anchor']);
  });

  it('is refused of a server on a volume, and from an image that is not there', async () => {
    const uuid = await moves.onVolume();
    const answer = await moves.servers.act(uuid, 'rescue', null);
    expect([answer.status, messageOf(answer)]).toEqual([
      400,
      `Instance ${uuid} cannot be rescued: Cannot rescue a volume-backed instance`,
    ]);
    const unknown = '6fb246b3-f5f6-4f3b-9208-035cb1a295ac';
    const missing = await moves.servers.act(await moves.server(), 'rescue', { rescue_image_ref: unknown });
    expect([missing.status, messageOf(missing)]).toEqual([400, `Requested rescue image '${unknown}' is not supported`]);
  });
});
