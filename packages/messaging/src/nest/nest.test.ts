// SPDX-License-Identifier: Apache-2.0
import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { lastValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { InvalidTarget, UnsupportedVersion } from '../errors.js';
import { FakeBroker } from '../fake/fake-broker.js';
import { defaultTransportOptions } from '../options/index.js';
import { RpcClient } from '../rpc/rpc-client.js';
import { Calls } from '../testing/meeting.js';
import { getTransport } from '../transport.js';
import { OsloClientProxy } from './oslo-client-proxy.js';
import { OsloContext } from './oslo-context.js';
import { OsloErrorFilter } from './oslo-error-filter.js';
import { OsloServer } from './oslo-server.js';
import { parsePattern } from './pattern.js';

class VolumeNotFound extends Error {
  override readonly name = 'VolumeNotFound';
}
const modules = { 'cinder.exception': { VolumeNotFound } };
const context = { user_id: 'u' };

describe('the Nest strategy and client', () => {
  it('serve and send by patterns, thinly over the same messages', async () => {
    const noted = new Calls();

    @Controller()
    class Volumes {
      @MessagePattern('openstack/cinder-volume//echo')
      echo(@Payload() args: unknown, @Ctx() { requestContext, message }: OsloContext) {
        return of({ args, requestContext, redelivered: message.redelivered });
      }

      @MessagePattern('/cinder-volume/baseapi/ping')
      async ping(): Promise<string> {
        return 'pong';
      }

      @MessagePattern('openstack/cinder-volume//missing')
      missing(): never {
        throw new VolumeNotFound('Volume v could not be found.');
      }

      @EventPattern('openstack/cinder-volume//note')
      async note(@Payload() args: unknown, @Ctx() osloContext: unknown): Promise<void> {
        await (osloContext as OsloContext).message.acknowledge();
        noted.add(args);
      }
    }

    @Module({ controllers: [Volumes] })
    class Root {}

    const fakeBroker = new FakeBroker();
    const open = () =>
      getTransport({ url: 'fake://', exchange: 'openstack', config: defaultTransportOptions(), fakeBroker });
    const strategy = new OsloServer({
      transport: open(),
      server: 'host1',
      versions: { '': '3.5', baseapi: '1.1' },
      errorModules: modules,
    });
    const application = await NestFactory.createMicroservice(Root, { strategy, logger: false });
    application.useGlobalFilters(new OsloErrorFilter());
    await application.listen();

    const proxy = new OsloClientProxy(open(), { allowedRemoteModules: modules, timeout: 5 });
    const call = (pattern: string, data: object): Promise<unknown> => lastValueFrom(proxy.send(pattern, data));
    const echo = 'openstack/cinder-volume//echo';
    expect(await call(echo, { context, args: { x: 1 }, version: '3.2', server: 'host1' })).toEqual({
      args: { x: 1 },
      requestContext: context,
      redelivered: false,
    });
    expect(await call('/cinder-volume/baseapi/ping', { version: '1.1' })).toBe('pong');
    await expect(call('openstack/cinder-volume//missing', { version: '3.0' })).rejects.toThrow(VolumeNotFound);
    await expect(call(echo, { version: '3.6' })).rejects.toThrow(UnsupportedVersion);
    await lastValueFrom(proxy.emit('openstack/cinder-volume//note', { args: { n: 1 }, version: '3.0' }), {
      defaultValue: null,
    });
    await lastValueFrom(proxy.emit('openstack/cinder-volume//note', { args: { n: 2 }, version: '3.0', fanout: true }), {
      defaultValue: null,
    });
    expect(await noted.until(2)).toEqual([{ n: 1 }, { n: 2 }]);
    // The core's own client is understood as well.
    const client = new RpcClient(open(), { topic: 'cinder-volume', version: '3.0' });
    expect(await client.call(context, 'echo', { y: 2 })).toMatchObject({ args: { y: 2 } });
    proxy.close();
    await application.close();
  });

  it('a pattern has four parts', () => {
    expect(parsePattern('nova/compute/baseapi/ping')).toEqual({
      exchange: 'nova',
      topic: 'compute',
      namespace: 'baseapi',
      method: 'ping',
    });
    for (const wrong of ['compute', 'a/b/c', 'a//c/d', 'a/b/c/', 'a/b/c/d/e'])
      expect(() => parsePattern(wrong)).toThrow(InvalidTarget);
  });
});
