// SPDX-License-Identifier: Apache-2.0
import type { Transport } from '@stackport/messaging';
import { describe, expect, it } from 'vitest';
import { recordingTransport } from '../rpc/test-support.js';
import { CellTransports } from './cell-transports.js';

describe('CellTransports', () => {
  const closed: string[] = [];
  const make = (url: string): Transport => ({
    ...recordingTransport([]),
    close: () => {
      closed.push(url);
      return Promise.resolve();
    },
  });

  it('has one bus for each URL, and closes those that it opened', async () => {
    const own = make('own');
    const buses = new CellTransports({ url: 'rabbit://own/', transport: own }, make);
    expect(buses.of('rabbit://own/')).toBe(own);
    expect(buses.of('none:///')).toBe(own);
    const other = buses.of('rabbit://other/');
    expect(other).not.toBe(own);
    expect(buses.of('rabbit://other/')).toBe(other);
    await buses.close();
    expect(closed).toEqual(['rabbit://other/']);
  });
});
