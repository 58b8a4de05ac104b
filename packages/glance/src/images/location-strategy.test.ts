// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { locationStrategy } from './location-strategy.js';

const URLS = ['http://a/1', 'file:///2', 'https://b/3', 'rbd://4', 'filesystem:///5'];
const locations = URLS.map((url) => ({ url, metadata: {}, status: 'active' }));
const ordered = (name: 'location_order' | 'store_type', preference: string[]): string[] =>
  locationStrategy(name, preference)(locations).map(({ url }) => url);

describe('locationStrategy', () => {
  it('leaves the order as it is, unless kinds of stores are preferred', () => {
    expect(ordered('location_order', ['file'])).toEqual(URLS);
    expect(ordered('store_type', [])).toEqual(URLS);
    expect(ordered('store_type', ['nosuch'])).toEqual(URLS);
  });

  it('takes preferred kinds first, and each kind in its own order', () => {
    expect(ordered('store_type', ['file', ' http '])).toEqual([
      'file:///2',
      'filesystem:///5',
      'http://a/1',
      'https://b/3',
      'rbd://4',
    ]);
  });
});
