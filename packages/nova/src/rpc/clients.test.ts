// SPDX-License-Identifier: Apache-2.0
import { silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { MessageUndeliverable, RPCVersionCapError } from '@stackport/messaging';
import { describe, expect, it } from 'vitest';
import { toWire } from '../objects/nova-object.js';
import { hostOfMigration, NoComputeHost } from './addressing.js';
import { ComputeTooOld, type RebuildMessage } from './compute-rpc.js';
import { createClients, type NovaClients, type VersionCaps } from './create-clients.js';
import { limitsArgument, plainObject } from './plain-object.js';
import { recordingTransport, samples, type Sent } from './test-support.js';

const context = RequestContext.admin();
const { instance, migration } = samples;

interface Given {
  readonly answer?: () => unknown;
  readonly responseTimeout?: number;
  readonly caps?: VersionCaps;
}

function clientsOf(sent: Sent[], { answer, responseTimeout = 60, caps = {} }: Given = {}): NovaClients {
  const timeouts = { responseTimeout, longTimeout: 1800 };
  return createClients({ transport: recordingTransport(sent, answer), timeouts, versionCaps: caps });
}

const rebuild = (clients: NovaClients, reimageBootVolume: boolean): Promise<void> => {
  const nothing = { newPass: null, injectedFiles: null, imageRef: null, origImageRef: null, origSysMetadata: null };
  const message: RebuildMessage = {
    ...nothing,
    bdms: null,
    recreate: false,
    onSharedStorage: null,
    preserveEphemeral: false,
    migration: null,
    node: null,
    limits: null,
    requestSpec: null,
    accelUuids: [],
    reimageBootVolume,
  };
  return clients.compute.rebuildInstance(context, instance, null, message);
};

describe('a conductor', () => {
  it('is waited for until it answers, and nothing else than its absence is waited out', async () => {
    const sent: Sent[] = [];
    const answers = [
      () => {
        throw new MessageUndeliverable('NO_ROUTE', 'nova', 'conductor');
      },
      () => ({ service: 'conductor' }),
    ];
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const logger = { ...silentLogger, info: write, warning: write };
    const { conductor } = clientsOf(sent, { answer: () => answers.shift()?.() });
    await conductor.waitUntilReady(context, logger);
    const ping = { namespace: 'baseapi', method: 'ping' };
    expect(sent.map(({ message }) => message)).toMatchObject([ping, ping]);
    expect(lines).toEqual([
      expect.stringContaining('Timed out waiting for nova-conductor.'),
      'nova-conductor connection established successfully',
    ]);
    const refusing = clientsOf([], {
      answer: () => {
        throw new Error('no access');
      },
    });
    await expect(refusing.conductor.waitUntilReady(context, logger)).rejects.toThrow('no access');
  });
});

describe('compute hosts', () => {
  it('are those of the instance, of the migration, or nobody', async () => {
    const sent: Sent[] = [];
    const { compute } = clientsOf(sent);
    await compute.startInstance(context, instance);
    await compute.liveMigrationForceComplete(context, instance, migration);
    expect(sent.map(({ server }) => server)).toEqual(['anchor', 'source']);
    const nowhere = toWire('Instance', { uuid: 'u', host: null });
    await expect(compute.startInstance(context, nowhere)).rejects.toThrow(NoComputeHost);
    await expect(compute.startInstance(context, nowhere)).rejects.toThrow('Unable to find host for Instance u');
    await expect(compute.externalInstanceEvent(context, [], [])).rejects.toThrow('No compute host specified');
    const unplaced = toWire('Migration', { dest_compute: null });
    expect(() => hostOfMigration(unplaced, 'dest_compute')).toThrow(NoComputeHost);
    expect(sent).toHaveLength(2);
  });

  it('that are older are sent what they know', async () => {
    const sent: Sent[] = [];
    const clients = clientsOf(sent, { caps: { compute: '6.0' } });
    await rebuild(clients, false);
    expect(sent[0]?.message).toMatchObject({ method: 'rebuild_instance', version: '6.0' });
    expect(sent[0]?.message.args).not.toHaveProperty('reimage_boot_volume');
    await expect(rebuild(clients, true)).rejects.toThrow(ComputeTooOld);
    await expect(rebuild(clients, true)).rejects.toThrow('does not support reimage_boot_volume parameter');
    await rebuild(clientsOf(sent), true);
    expect(sent[1]?.message).toMatchObject({ version: '6.1', args: { reimage_boot_volume: true } });
    const old = clientsOf(sent, { caps: { compute: '5.13', scheduler: '4.4' } });
    await expect(old.compute.startInstance(context, instance)).rejects.toThrow(RPCVersionCapError);
    await expect(old.scheduler.selectDestinations(context, samples.requestSpec, [])).rejects.toThrow(
      RPCVersionCapError,
    );
    expect(sent).toHaveLength(2);
  });

  it('show that they are at work where calls may take long', async () => {
    const sent: Sent[] = [];
    const { compute } = clientsOf(sent, { responseTimeout: 300 });
    await compute.setAdminPassword(context, instance, 'p');
    await compute.setHostEnabled(context, 'h', true);
    const usual = clientsOf(sent);
    await usual.compute.setAdminPassword(context, instance, 'p');
    expect(sent.map(({ options }) => [options?.timeout, options?.callMonitorTimeout])).toEqual([
      [undefined, 60],
      [1800, 300],
      [undefined, undefined],
    ]);
  });
});

it('what a method changed in an object is apart from what it answered', async () => {
  const sent: Sent[] = [];
  const updates = { updated_at: '2026-11-21T09:37:36Z', obj_what_changed: ['host'] };
  const { conductor } = clientsOf(sent, { answer: () => [updates, 5] });
  expect(await conductor.objectAction(context, instance, 'save')).toEqual({
    updates: { updated_at: '2026-11-21T09:37:36Z' },
    changed: ['host'],
    result: 5,
  });
});

it('objects without their classes, and limits that there are', () => {
  expect(plainObject(samples.image)).toMatchObject({ min_ram: 0, properties: { hw_disk_bus: 'virtio' } });
  expect(plainObject({ all: samples.tags, word: 'x', none: null })).toMatchObject({
    all: [{ tag: 'blue' }],
    word: 'x',
    none: null,
  });
  expect(limitsArgument(samples.limits)).toEqual({ vcpu: 16, disk_gb: 40 });
  expect(limitsArgument({ vcpu: 1 })).toEqual({ vcpu: 1 });
  expect(limitsArgument(null)).toBeNull();
});
