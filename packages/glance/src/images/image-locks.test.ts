// SPDX-License-Identifier: Apache-2.0
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Conflict, Duplicate, ImageNotFound } from '../errors.js';
import { newImage, openTestDatabase, providers, type TestDatabase } from '../tasks/test-support.js';
import { IMPORT_LOCK, ImageLocks, UPLOAD_LEASE, type ImageLock } from './image-locks.js';
import { ImageRepository } from './image-repository.js';
import type { Image } from './image.js';

const admin = RequestContext.admin();
const lease = (holder: string): ImageLock => ({ name: UPLOAD_LEASE, holder });

describe.each(providers)('locks of images on %s', (provider) => {
  let place: TestDatabase;
  let images: ImageRepository;
  let locks: ImageLocks;
  let image: Image;

  beforeAll(async () => {
    place = await openTestDatabase(provider);
    images = new ImageRepository(place.database);
    locks = new ImageLocks(place.database);
  }, 60_000);
  afterAll(() => place.close());
  beforeEach(async () => {
    image = newImage();
    await images.add(image);
  });

  const property = async (name: string): Promise<string | null | undefined> =>
    (await images.get(admin, image.id)).fields.properties[name];

  it('gives the lock to one of many', async () => {
    const attempts = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => locks.setPropertyAtomically(image.id, IMPORT_LOCK, `task-${index}`)),
    );
    const refused = attempts.filter((attempt) => attempt.status === 'rejected');
    expect(refused).toHaveLength(9);
    for (const { reason } of refused) expect(reason).toBeInstanceOf(Duplicate);
    const winner = attempts.findIndex(({ status }) => status === 'fulfilled');
    expect(await property(IMPORT_LOCK)).toBe(`task-${winner}`);
  });

  it('takes it back from its holder alone, and gives it again', async () => {
    await locks.setPropertyAtomically(image.id, IMPORT_LOCK, 'a');
    expect(await locks.deletePropertyAtomically(image.id, IMPORT_LOCK, 'b')).toBe(false);
    const given = await Promise.all(
      Array.from({ length: 5 }, () => locks.deletePropertyAtomically(image.id, IMPORT_LOCK, 'a')),
    );
    expect(given.filter(Boolean)).toHaveLength(1);
    await locks.setPropertyAtomically(image.id, IMPORT_LOCK, 'b');
    expect(await property(IMPORT_LOCK)).toBe('b');
  });

  it('saving an image neither takes nor gives a lock, unless it is told to', async () => {
    const before = await images.get(admin, image.id);
    await locks.setPropertyAtomically(image.id, IMPORT_LOCK, 'a');
    before.set('name', 'changed');
    await images.save(before);
    expect(await property(IMPORT_LOCK)).toBe('a');
    const locked = await images.get(admin, image.id);
    await locks.deletePropertyAtomically(image.id, IMPORT_LOCK, 'a');
    await images.save(locked);
    expect(await property(IMPORT_LOCK)).toBeUndefined();
    await images.save(locked, 'queued', { take: lease('me') });
    expect(await property(UPLOAD_LEASE)).toBe('me');
    await images.save(locked, 'queued', { held: lease('me'), drop: lease('me') });
    expect(await property(UPLOAD_LEASE)).toBeUndefined();
  });

  it('changes nothing for one who does not hold the lock', async () => {
    await images.save(image, 'queued', { take: lease('me') });
    image.set('name', 'not mine');
    await expect(images.save(image, 'queued', { held: lease('you') })).rejects.toThrow(Conflict);
    expect((await images.get(admin, image.id)).fields.name).toBeNull();
    expect(await images.requeue(image.id, 'queued', lease('you'))).toBe(false);
  });

  it('lets one of many uploads claim an image, and queues it again for that one alone', async () => {
    const claims = Array.from({ length: 8 }, (_, index) => async () => {
      const mine = await images.get(admin, image.id);
      mine.transitionTo('saving');
      await images.save(mine, 'queued', { take: lease(`worker-${index}`) });
    });
    const results = await Promise.allSettled(claims.map((claim) => claim()));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const winner = results.findIndex(({ status }) => status === 'fulfilled');
    expect(await property(UPLOAD_LEASE)).toBe(`worker-${winner}`);
    const queued = await Promise.all(
      claims.map((_, index) => images.requeue(image.id, 'saving', lease(`worker-${index}`))),
    );
    expect(queued.indexOf(true)).toBe(winner);
    expect(queued.filter(Boolean)).toHaveLength(1);
    expect(await images.get(admin, image.id)).toMatchObject({ status: 'queued' });
    expect(await property(UPLOAD_LEASE)).toBeUndefined();
  });

  it('tells of uploads, and lets one of many take over from a process that is silent', async () => {
    image.transitionTo('saving');
    await images.save(image, 'queued', { take: lease('dead') });
    const upload = (await locks.uploads()).find(({ imageId }) => imageId === image.id)!;
    expect(upload).toMatchObject({ status: 'saving', worker: 'dead' });
    const taken = await Promise.all(['a', 'b', 'c'].map((worker) => locks.takeOverUpload(image.id, upload, worker)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await property(UPLOAD_LEASE)).toBe(['a', 'b', 'c'][taken.indexOf(true)]);
    await expect(images.save(image, 'saving', { held: lease('dead') })).rejects.toThrow(Conflict);
  });

  it('leaves an upload alone that has shown life', async () => {
    image.transitionTo('saving');
    await images.save(image, 'queued', { take: lease('alive') });
    const { client } = place.database;
    const where = { imageId: image.id, name: UPLOAD_LEASE };
    await client.imageProperty.updateMany({ where, data: { updatedAt: new Date('2020-01-01T00:00:00Z') } });
    const upload = (await locks.uploads()).find(({ imageId }) => imageId === image.id)!;
    expect(upload.lastSeen).toEqual(new Date('2020-01-01T00:00:00Z'));
    await locks.renewUploads([image.id], 'alive');
    expect(await locks.takeOverUpload(image.id, upload, 'me')).toBe(false);
    await locks.renewUploads([image.id], 'another');
    expect(await property(UPLOAD_LEASE)).toBe('alive');
  });

  it('knows when the image is gone', async () => {
    image.transitionTo('deleted');
    await images.remove(image);
    await expect(images.save(image, 'queued', { held: lease('me') })).rejects.toThrow(ImageNotFound);
    expect(await images.requeue(image.id, 'saving', lease('me'))).toBe(false);
  });
});
