// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { blockDeviceNames } from './block-device-names.js';
import { deviceOf, instanceOf } from './test-support.js';

describe('blockDeviceNames', () => {
  it('has EC2’s names for disks', () => {
    const devices = [
      deviceOf({ destination_type: 'volume', source_type: 'volume', device_name: '/dev/vdc' }),
      deviceOf({ destination_type: 'volume', source_type: 'image', device_name: '/dev/vda' }),
      deviceOf({ guest_format: 'swap', device_name: '/dev/vdd' }),
      deviceOf({ device_name: '/dev/vdb' }),
    ];
    expect(blockDeviceNames({ instance: instanceOf({ default_ephemeral_device: '/dev/sdb' }), devices })).toEqual({
      ami: 'vda',
      root: '/dev/vda',
      ebs0: '/dev/vda',
      ebs1: '/dev/vdc',
      swap: '/dev/vdd',
      ephemeral0: '/dev/vdb',
    });
  });
});
