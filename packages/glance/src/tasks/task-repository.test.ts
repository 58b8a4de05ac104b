// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Forbidden, NotFound } from '../errors.js';
import { TaskRepository, type NewTask, type TaskListQuery } from './task-repository.js';
import { openTestDatabase, providers, type TestDatabase } from './test-support.js';

const admin = RequestContext.admin({ projectId: 'admin' });
const demo = new RequestContext({ projectId: 'demo' });
const page: TaskListQuery = { limit: 25, sortKey: 'created_at', sortDirection: 'desc', filters: {} };

describe.each(providers)('TaskRepository on %s', (provider) => {
  let place: TestDatabase;
  let tasks: TaskRepository;

  beforeAll(async () => {
    place = await openTestDatabase(provider);
    tasks = new TaskRepository(place.database, 48);
  }, 60_000);
  afterAll(() => place.close());
  beforeEach(async () => {
    await place.database.client.taskInfo.deleteMany();
    await place.database.client.task.deleteMany();
  });

  const add = (values: Partial<NewTask> = {}) =>
    tasks.add({
      id: randomUUID(),
      type: 'import',
      owner: 'demo',
      imageId: null,
      requestId: 'req-1',
      userId: 'user-1',
      input: { import_from: 'http://example.org/ü' },
      worker: 'worker-1',
      ...values,
    });
  const setRow = (id: string, data: { createdAt?: Date; updatedAt?: Date; expiresAt?: Date }) =>
    place.database.client.task.update({ where: { id }, data });

  it('keeps a task, and who runs it apart from its input', async () => {
    const task = await add();
    expect(await tasks.get(demo, task.id)).toEqual(task);
    expect(task).toMatchObject({ status: 'pending', message: '', result: null, expiresAt: null, worker: 'worker-1' });
    expect(task.input).toEqual({ import_from: 'http://example.org/ü' });
    expect((await add({ input: { os_glance_worker: 'forged' } })).worker).toBe('worker-1');
  });

  it('shows a task to its project and to admins', async () => {
    const { id } = await add();
    await expect(tasks.get(new RequestContext({ projectId: 'other' }), id)).rejects.toThrow(Forbidden);
    expect((await tasks.get(admin, id)).id).toBe(id);
    await expect(tasks.get(admin, 'nope')).rejects.toThrow(new NotFound('Could not find task nope'));
    expect(await tasks.list(new RequestContext({ projectId: 'other' }), page)).toEqual([]);
  });

  it('moves on by compare-and-swap: each step is taken once', async () => {
    const { id } = await add();
    expect(await tasks.succeed(id, {})).toBe(false);
    expect((await Promise.all([1, 2, 3, 4].map(() => tasks.begin(id)))).filter(Boolean)).toHaveLength(1);
    const ends = await Promise.all([tasks.succeed(id, { image_id: 'i' }), tasks.fail(id, 'no'), tasks.fail(id, 'no')]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    const task = await tasks.get(admin, id);
    expect(['success', 'failure']).toContain(task.status);
    expect([task.message, task.result]).toEqual(task.status === 'success' ? ['', { image_id: 'i' }] : ['no', null]);
    const hours = ((task.expiresAt?.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(48);
  });

  it('fails no task that has shown life since it was looked at', async () => {
    const { id } = await add();
    await setRow(id, { updatedAt: new Date('2020-01-01T00:00:00Z') });
    const [seen] = await tasks.unfinished();
    expect(seen).toMatchObject({ id, worker: 'worker-1' });
    expect(await tasks.renew([id, 'gone'])).toEqual([id]);
    expect(await tasks.fail(id, 'dead', seen?.updatedAt)).toBe(false);
    const [now] = await tasks.unfinished();
    expect(await tasks.fail(id, 'dead', now?.updatedAt)).toBe(true);
    expect(await tasks.renew([id])).toEqual([]);
    expect(await tasks.unfinished()).toEqual([]);
  });

  it('does not count tasks of a Python service among ours', async () => {
    const at = new Date('2020-01-01T00:00:00Z');
    await place.database.client.task.create({
      data: {
        id: 'python',
        type: 'api_image_import',
        status: 'processing',
        owner: 'demo',
        createdAt: at,
        updatedAt: at,
        info: { create: { input: '{"image_id": "x"}' } },
      },
    });
    expect(await tasks.unfinished()).toEqual([]);
    expect(await tasks.find('python')).toMatchObject({ worker: undefined, message: '', result: null });
  });

  it('notes how far a task is, while it is', async () => {
    const { id } = await add();
    await tasks.setMessage(id, 'Copied 7 MiB');
    expect((await tasks.get(admin, id)).message).toBe('Copied 7 MiB');
    await tasks.fail(id, 'over');
    await tasks.setMessage(id, 'Copied 8 MiB');
    expect((await tasks.get(admin, id)).message).toBe('over');
  });

  it('removes tasks whose time is over, at a look of their project', async () => {
    const [mine, other] = [await add(), await add({ owner: 'other' })];
    for (const { id } of [mine, other]) await setRow(id, { expiresAt: new Date(Date.now() - 1000) });
    expect(await tasks.list(demo, page)).toEqual([]);
    expect((await tasks.list(admin, page)).map(({ id }) => id)).toEqual([other.id]);
    await expect(tasks.get(admin, mine.id)).rejects.toThrow(NotFound);
    expect(await tasks.removeExpired()).toBe(1);
    expect(await tasks.list(admin, page)).toEqual([]);
  });

  it('lists in pages, whatever it is sorted by, each task once', async () => {
    const statuses = ['pending', 'processing', 'failure'];
    for (let index = 0; index < 9; index++) {
      const { id } = await add({ imageId: index % 2 === 0 ? `image-${index % 4}` : null });
      // Pairs of one age.
      await setRow(id, { createdAt: new Date(1_700_000_000_000 + Math.floor(index / 2) * 1000) });
      if (statuses[index % 3] === 'processing') await tasks.begin(id);
      if (statuses[index % 3] === 'failure') await tasks.fail(id, '');
    }
    for (const sortKey of ['created_at', 'status', 'image_id', 'expires_at', 'id'] as const)
      for (const sortDirection of ['asc', 'desc'] as const) {
        const found: string[] = [];
        for (;;) {
          const marker = found.at(-1);
          const next = await tasks.list(admin, {
            limit: 2,
            sortKey,
            sortDirection,
            filters: {},
            ...(marker === undefined ? {} : { marker }),
          });
          found.push(...next.map(({ id }) => id));
          if (next.length < 2) break;
        }
        expect(new Set(found).size, `${sortKey} ${sortDirection}`).toBe(9);
        const whole = await tasks.list(admin, { ...page, sortKey, sortDirection });
        expect(found).toEqual(whole.map(({ id }) => id));
      }
    await expect(tasks.list(admin, { ...page, marker: 'nope' })).rejects.toThrow(NotFound);
  });

  it('filters by what a column holds', async () => {
    const task = await add({ imageId: 'image-1' });
    await add();
    const ids = async (filters: TaskListQuery['filters']) =>
      (await tasks.list(admin, { ...page, filters })).map(({ id }) => id);
    expect(await ids({ image_id: 'image-1', status: 'pending' })).toEqual([task.id]);
    expect(await ids({ status: 'failure' })).toEqual([]);
    expect(await ids({ created_at: task.createdAt.toISOString() })).toContain(task.id);
    expect(await ids({ created_at: 'yesterday' })).toEqual([]);
    expect((await tasks.ofImage(demo, 'image-1')).map(({ id }) => id)).toEqual([task.id]);
  });
});
