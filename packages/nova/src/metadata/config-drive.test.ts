// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { configDriveFiles } from './config-drive.js';
import { instanceOf, serverOf, UUID, vendorDataOf } from './test-support.js';

describe('configuration drives', () => {
  const drive = configDriveFiles({
    serverOf: (_context, instance) => Promise.resolve({ ...serverOf(), instance }),
    vendorData: vendorDataOf({ cloud: 'x' }),
    settings: {
      dhcp_domain: 'novalocal',
      config_drive_skip_versions: '1.0 2007-01-19 2007-03-01 2007-08-29 2007-10-10 2007-12-15 2008-02-01 2008-09-01',
    },
  });
  const context = {} as Parameters<typeof drive>[0];

  it('have the same, in files', async () => {
    const files = await drive(context, instanceOf(), {
      files: [{ path: '/etc/motd', contents: Buffer.from('hello') }],
      adminPassword: 'secret',
    });
    const names = [...files.keys()];
    expect(names.slice(0, 4)).toEqual([
      'ec2/2009-04-04/user-data',
      'ec2/2009-04-04/meta-data.json',
      'ec2/latest/user-data',
      'ec2/latest/meta-data.json',
    ]);
    expect(names.filter((name) => name.startsWith('openstack/2012-08-10/'))).toEqual([
      'openstack/2012-08-10/meta_data.json',
      'openstack/2012-08-10/user_data',
    ]);
    expect(names.filter((name) => name.startsWith('openstack/latest/'))).toEqual([
      'openstack/latest/meta_data.json',
      'openstack/latest/user_data',
      'openstack/latest/vendor_data.json',
      'openstack/latest/network_data.json',
      'openstack/latest/vendor_data2.json',
    ]);
    expect(names.at(-1)).toBe('openstack/content/0000');
    expect(files.get('openstack/content/0000')?.toString()).toBe('hello');
    const told = (name: string) => JSON.parse(files.get(name)?.toString() ?? '') as Record<string, unknown>;
    expect(told('openstack/latest/meta_data.json')).toMatchObject({
      uuid: UUID,
      admin_pass: 'secret',
      files: [{ path: '/etc/motd', content_path: '/content/0000' }],
    });
    expect(told('ec2/latest/meta-data.json')).toMatchObject({
      'instance-id': 'i-0000001a',
      'public-keys': { '0': { 'openssh-key': 'ssh-rsa AAAA me' } },
      'local-ipv4': '10.0.0.5',
    });
    expect(files.get('ec2/latest/meta-data.json')?.toString()).not.toContain('_name');
  });

  it('have no more than there is', async () => {
    const files = await drive(context, instanceOf({ user_data: null }), { files: [], adminPassword: null });
    expect([...files.keys()].filter((name) => /user.data|content/.test(name))).toEqual([]);
    expect(JSON.parse(files.get('openstack/latest/meta_data.json')?.toString() ?? '')).not.toHaveProperty('admin_pass');
  });
});
