// SPDX-License-Identifier: Apache-2.0
import { Configuration } from '@stackport/config';
import { describe, expect, it } from 'vitest';
import { importFilteringOptions } from '../options.js';
import { UriFilter } from './uri-filter.js';

const NAMES: Record<string, string[]> = {
  'images.example.org': ['198.51.100.7'],
  'inside.example.org': ['127.0.0.1'],
  'both.example.org': ['169.254.169.254', '198.51.100.8'],
  'mapped.example.org': ['::ffff:127.0.0.1'],
};

function filter(values: Record<string, unknown> = {}): UriFilter {
  const configuration = Configuration.of([importFilteringOptions], { import_filtering_opts: values });
  return new UriFilter(configuration.get(importFilteringOptions), async (host) => {
    const found = NAMES[host];
    if (found === undefined) throw new Error(`unknown name ${host}`);
    return found;
  });
}

describe('UriFilter', () => {
  it('lets http and https on their ports to public addresses, which it pins', async () => {
    expect((await filter().check('http://images.example.org/disk.img'))?.address).toBe('198.51.100.7');
    expect(await filter().allows('https://images.example.org/disk.img')).toBe(true);
    expect(await filter().allows('http://198.51.100.9/disk.img')).toBe(true);
    expect(await filter().allows('http://10.1.2.3/disk.img')).toBe(true);
    expect((await filter().check('http://both.example.org/x'))?.address).toBe('198.51.100.8');
  });

  it.each([
    'ftp://images.example.org/disk.img',
    'file:///etc/passwd',
    'http://images.example.org:8080/disk.img',
    'http://unknown.example.org/',
    'http://inside.example.org/',
    'http://mapped.example.org/',
    'http://127.0.0.1/',
    'http://[::1]/',
    'http://169.254.169.254/latest/meta-data',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://127.1/',
    'http://0177.0.0.1/',
    'no url',
    '',
  ])('refuses %s', async (uri) => {
    expect(await filter().allows(uri)).toBe(false);
  });

  it('does as the operator says: allowed lists count before disallowed ones', async () => {
    const local = filter({ allowed_hosts: ['127.0.0.1'], allowed_ports: ['8080'], disallowed_hosts: ['127.0.0.1'] });
    expect(await local.allows('http://127.0.0.1:8080/')).toBe(true);
    expect(await local.allows('http://images.example.org/')).toBe(false);
    const without = filter({
      allowed_schemes: [],
      disallowed_schemes: ['http'],
      allowed_ports: [],
      disallowed_ports: ['22'],
    });
    expect(await without.allows('http://images.example.org/')).toBe(false);
    expect(await without.allows('https://images.example.org:22/')).toBe(false);
    expect(await without.allows('https://images.example.org:8443/')).toBe(true);
    expect(await filter({ disallowed_hosts: ['198.51.100.7'] }).allows('http://images.example.org/')).toBe(false);
  });
});
