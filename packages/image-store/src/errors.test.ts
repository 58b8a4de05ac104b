// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import {
  BadStoreConfiguration,
  Duplicate,
  NotFound,
  StorageFull,
  StoreError,
  StoreGetNotSupported,
  StoreRandomGetNotSupported,
  StoreSelectionError,
} from './errors.js';

describe('errors', () => {
  it('have upstream’s texts with the details filled in', () => {
    expect(new NotFound({ image: '/images/1' }).message).toBe('Image /images/1 not found');
    expect(new Duplicate({ image: 'a' }).message).toBe('Image a already exists');
    expect(new StorageFull().message).toBe('There is not enough disk space on the image storage media.');
    expect(new StoreRandomGetNotSupported({ offset: 1, chunk_size: 2 }).message).toBe(
      'Getting images randomly from this store is not supported. Offset: 1, length: 2',
    );
  });

  it('take a text of their own, as it is', () => {
    expect(new NotFound('100 %(image)s').message).toBe('100 %(image)s');
  });

  it('are named by their class and descend as upstream’s', () => {
    const error = new StoreRandomGetNotSupported();
    expect(error.name).toBe('StoreRandomGetNotSupported');
    expect(error).toBeInstanceOf(StoreGetNotSupported);
    expect(error).toBeInstanceOf(StoreError);
  });

  it('tell a main how to end', () => {
    expect(new BadStoreConfiguration({ store_name: 'x', reason: 'y' }).exitCode).toBe(3);
    expect(new StoreSelectionError('no').exitCode).toBe(1);
  });
});
