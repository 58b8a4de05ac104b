// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { catalogOf, NeighbourStub, tokenAnswer } from '../image/test-support.js';
import type { FakeNeutron } from './fake-neutron.js';
import type { Networks } from './networks.js';
import { networksOf, serverOf, setUpNeutron, wanting } from './test-support.js';

const keystone = new NeighbourStub();
beforeAll(() => keystone.listen());
afterAll(() => keystone.close());

let neutron: FakeNeutron;
let context: RequestContext;
let networks: Networks;
beforeEach(async () => {
  ({ neutron, context, networks } = await setUpNeutron());
});
afterEach(() => neutron.close());

describe('where it is asked', () => {
  it('is the catalog’s, and nowhere where that has none', async () => {
    neutron.addNetwork('n1');
    expect(await networks.validate(context, [{ network_id: 'n1' }], 1)).toBe(1);
    await expect(
      networks.validate(context.with({ serviceCatalog: [] }), [{ network_id: 'n1' }], 1),
    ).rejects.toMatchObject({ name: 'NoNetworkService' });
    const without = context.with({ serviceCatalog: [] });
    expect([networks.isThere(context), networks.isThere(without)]).toEqual([true, false]);
    const configured = networksOf({ endpoint_override: neutron.url });
    expect([configured.isThere(without), configured.isThere(new RequestContext({ isAdmin: true }))]).toEqual([
      true,
      false,
    ]);
  });

  it('is the configured one, and in nova’s own name for what users may not do', async () => {
    keystone.answers.push(tokenAnswer());
    const own = networksOf({
      endpoint_override: neutron.url,
      auth_type: 'password',
      auth_url: keystone.url,
      username: 'nova',
      password: 'secret',
      user_domain_id: 'default',
      project_name: 'service',
      project_domain_id: 'default',
    });
    expect(own.isThere(new RequestContext({ isAdmin: true }))).toBe(true);
    neutron.addNetwork('n1');
    await own.allocate(context.with({ serviceCatalog: [] }), serverOf(), wanting(null));
    const tokens = (method: string) =>
      neutron.asked.filter((one) => one.method === method).map(({ headers }) => headers['x-auth-token']);
    expect(tokens('POST')).toEqual(['user token']);
    expect(tokens('PUT')).toEqual(['own token']);
  });

  it('fails where nobody answers', async () => {
    const gone = await new NeighbourStub().listen();
    const { url } = gone;
    await gone.close();
    await expect(
      networks.validate(context.with({ serviceCatalog: catalogOf('network', url) }), null, 1),
    ).rejects.toMatchObject({ name: 'NeutronClientException', kind: 'ConnectionFailed', code: 0 });
  });
});
