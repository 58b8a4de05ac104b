// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ServiceCatalog, legacyCatalog } from './service-catalog.js';

const endpoint = (name: string, region: string, url: string) => ({
  id: url,
  interface: name,
  region,
  region_id: region,
  url,
});
const v3 = [
  {
    id: 's1',
    type: 'volumev3',
    name: 'cinderv3',
    endpoints: [
      endpoint('public', 'one', 'http://public.one/v3/p1'),
      endpoint('internal', 'one', 'http://internal.one/v3/p1'),
      endpoint('public', 'two', 'http://public.two/v3/p1'),
    ],
  },
  { id: 's2', type: 'image', endpoints: [endpoint('admin', 'one', 'http://image')] },
];

describe.each([
  ['v3', v3 as readonly unknown[]],
  ['v2', legacyCatalog(v3)],
])('ServiceCatalog of a %s catalog', (_form, entries) => {
  const catalog = new ServiceCatalog(entries);

  it('finds by type, interface and region', () => {
    expect(catalog.urlFor({ serviceType: 'volumev3' })).toBe('http://public.one/v3/p1');
    expect(catalog.urlFor({ serviceType: 'volumev3', region: 'two' })).toBe('http://public.two/v3/p1');
    expect(catalog.urlFor({ serviceType: 'volumev3', interfaces: ['internalURL'] })).toBe('http://internal.one/v3/p1');
  });

  it('takes the first interface that there is', () => {
    expect(catalog.urlFor({ serviceType: 'image', interfaces: ['internal', 'public', 'admin'] })).toBe('http://image');
    expect(catalog.urlFor({ serviceType: 'volumev3', interfaces: ['internal', 'public'], region: 'two' })).toBe(
      'http://public.two/v3/p1',
    );
  });

  it('knows block-storage under its other name, and a service by its own', () => {
    expect(catalog.findUrl({ serviceType: 'block-storage' })).toBe('http://public.one/v3/p1');
    expect(catalog.findUrl({ serviceType: 'volumev3', serviceName: 'cinderv3' })).toBe('http://public.one/v3/p1');
    expect(catalog.findUrl({ serviceType: 'volumev3', serviceName: 'cinder' })).toBeUndefined();
  });

  it('says what it did not find', () => {
    expect(() => catalog.urlFor({ serviceType: 'image', interfaces: ['internal'], region: 'two' })).toThrow(
      'internal endpoint for image service in two region not found',
    );
  });
});

describe('legacyCatalog', () => {
  it('has an endpoint per region with a URL per interface', () => {
    expect(legacyCatalog(v3)).toEqual([
      {
        type: 'volumev3',
        name: 'cinderv3',
        endpoints: [
          { region: 'one', publicURL: 'http://public.one/v3/p1', internalURL: 'http://internal.one/v3/p1' },
          { region: 'two', publicURL: 'http://public.two/v3/p1' },
        ],
      },
      { type: 'image', endpoints: [{ region: 'one', adminURL: 'http://image' }] },
    ]);
  });

  it('is not upset by entries of another form', () => {
    expect(
      new ServiceCatalog([null, 7, {}, { type: 'image', endpoints: [null, {}] }]).findUrl({ serviceType: 'image' }),
    ).toBeUndefined();
  });
});
