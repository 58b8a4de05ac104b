// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { silentLogger } from '@stackport/config';
import { RequestContext } from '@stackport/context';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BadTaskInput } from '../errors.js';
import { ImageLocks } from '../images/image-locks.js';
import { TaskRepository } from './task-repository.js';
import { TaskRunner, type TaskFlow } from './task-runner.js';
import type { Task } from './task.js';
import { openTestDatabase, type TestDatabase } from './test-support.js';
import { Worker } from './worker.js';

let place: TestDatabase;
let tasks: TaskRepository;
let worker: Worker;
let runner: TaskRunner;
const released: string[] = [];

beforeAll(async () => {
  place = await openTestDatabase('sqlite');
  tasks = new TaskRepository(place.database, 48);
});
afterAll(() => place.close());
beforeEach(() => {
  released.length = 0;
});

function start(
  run: TaskFlow['run'],
  concurrency = 2,
  release: TaskFlow['release'] = async ({ id }) => void released.push(id),
): void {
  worker = new Worker({ locks: new ImageLocks(place.database), tasks, logger: silentLogger });
  const flow: TaskFlow = { run, release };
  runner = new TaskRunner({
    tasks,
    worker,
    flows: { import: flow, api_image_import: flow },
    concurrency,
    logger: silentLogger,
  });
}

async function begin(): Promise<Task> {
  const task = await tasks.add({
    id: randomUUID(),
    type: 'import',
    owner: 'demo',
    imageId: null,
    requestId: 'req-1',
    userId: null,
    input: {},
    worker: worker.identity,
  });
  runner.start(task, RequestContext.admin());
  return task;
}

const now = ({ id }: Task) => tasks.get(RequestContext.admin(), id);
const statusOf = async (task: Task): Promise<string> => (await now(task)).status;
const untilAborted = (_task: Task, signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

describe('TaskRunner', () => {
  it('runs so many at a time, in their order, and all of them', async () => {
    let running = 0;
    let most = 0;
    const order: string[] = [];
    start(async ({ id }) => {
      most = Math.max(most, ++running);
      order.push(id);
      await new Promise((resolve) => setTimeout(resolve, 20));
      running--;
      return { image_id: id };
    });
    const begun: Task[] = [];
    for (let index = 0; index < 7; index++) begun.push(await begin());
    for (const task of begun) await expect.poll(() => statusOf(task)).toBe('success');
    expect(most).toBe(2);
    expect(order).toEqual(begun.map(({ id }) => id));
    expect(await now(begun[0]!)).toMatchObject({ result: { image_id: begun[0]!.id } });
    await expect.poll(() => released.toSorted()).toEqual(order.toSorted());
  });

  it('goes on after tasks that fail, and that cannot be released', async () => {
    const failures = [new Error('secret'), new BadTaskInput('bad input'), new TypeError('secret too')];
    const release = async ({ id }: Task): Promise<void> => {
      released.push(id);
      throw new Error('cannot be released');
    };
    start(
      async () => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return {};
      },
      1,
      release,
    );
    const begun = [await begin(), await begin(), await begin(), await begin()];
    await expect.poll(() => statusOf(begun[3]!)).toBe('success');
    expect(await Promise.all(begun.slice(0, 3).map(async (task) => (await now(task)).message))).toEqual([
      'Task failed due to Internal Error',
      'bad input',
      'Task failed due to Internal Error',
    ]);
    await expect.poll(() => released).toHaveLength(4);
  });

  it('waits for what runs when it closes, and fails what waits', async () => {
    let finish = (): void => undefined;
    start(() => new Promise((resolve) => (finish = () => resolve({ done: true }))), 1);
    const [running, waiting] = [await begin(), await begin()];
    await expect.poll(() => statusOf(running)).toBe('processing');
    const closed = runner.close(5000);
    await expect.poll(() => statusOf(waiting)).toBe('failure');
    finish();
    await closed;
    expect(await now(running)).toMatchObject({ status: 'success', result: { done: true } });
    expect(released.toSorted()).toEqual([running.id, waiting.id].toSorted());
    const late = await begin();
    await expect.poll(() => statusOf(late)).toBe('failure');
  });

  it('aborts what does not end in time', async () => {
    start(untilAborted);
    const task = await begin();
    await expect.poll(() => statusOf(task)).toBe('processing');
    await runner.close(50);
    expect(await now(task)).toMatchObject({ status: 'failure', message: 'Task failed due to Internal Error' });
    expect(released).toEqual([task.id]);
  });

  it('ends a task that somebody else has failed', async () => {
    start(untilAborted);
    const task = await begin();
    await expect.poll(() => statusOf(task)).toBe('processing');
    await tasks.fail(task.id, 'Expired lock preempted');
    await worker.beat();
    await expect.poll(() => released).toEqual([task.id]);
    expect(await now(task)).toMatchObject({ message: 'Expired lock preempted' });
    expect(worker.isWatching(task.id)).toBe(false);
  });

  it('does not run a task that somebody failed while it waited', async () => {
    const run: string[] = [];
    start(async ({ id }) => {
      run.push(id);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return {};
    }, 1);
    const [first, second] = [await begin(), await begin()];
    await tasks.fail(second.id, 'Expired lock preempted');
    await expect.poll(() => released.toSorted()).toEqual([first.id, second.id].toSorted());
    expect(run).toEqual([first.id]);
  });

  it('shows signs of life for what waits and what runs', async () => {
    start(untilAborted, 1);
    const begun = [await begin(), await begin()];
    const past = new Date('2020-01-01T00:00:00Z');
    await place.database.client.task.updateMany({ data: { updatedAt: past } });
    await worker.beat();
    for (const task of begun) expect((await now(task)).updatedAt.getTime()).toBeGreaterThan(Date.now() - 10_000);
    await runner.close(10);
  });
});
