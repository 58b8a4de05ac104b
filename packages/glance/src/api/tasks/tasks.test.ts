// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance, MEMBER } from '../../import/test-support.js';

const QCOW2 = Buffer.alloc(200);
QCOW2.write('QFI\xfb', 'latin1');
QCOW2.writeUInt32BE(3, 4);
QCOW2.writeBigUInt64BE(1_048_576n, 24);

let glance: LiveGlance;
let web: http.Server;
let url: string;

beforeAll(async () => {
  glance = await LiveGlance.start();
  const withBackingFile = Buffer.from(QCOW2);
  withBackingFile.writeBigUInt64BE(104n, 8);
  const withDataFile = Buffer.from(QCOW2);
  withDataFile.writeBigUInt64BE(4n, 72);
  const pages: Record<string, Buffer> = {
    '/plain': QCOW2,
    '/backed': withBackingFile,
    '/external': withDataFile,
    '/tiny': Buffer.from('tiny'),
  };
  web = http.createServer(({ url: path = '' }, response) => {
    const page = pages[path];
    if (page === undefined) response.writeHead(404);
    response.end(page);
  });
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
});
afterAll(async () => {
  web.close();
  await glance.close();
});

const as = (token: string) => ({ 'X-Auth-Token': token });
const post = (body: unknown, token = ADMIN) => glance.ask('POST', '/v2/tasks', body, as(token));
const message = (text: string): string => (JSON.parse(text) as { message: string }).message.split('<')[0]!;

const importOf = (path: string, properties: Record<string, unknown> = {}) => ({
  type: 'import',
  input: {
    import_from: `${url}${path}`,
    import_from_format: 'qcow2',
    image_properties: { disk_format: 'qcow2', container_format: 'bare', ...properties },
  },
});

async function ended(body: unknown): Promise<Record<string, unknown>> {
  const { status, text } = await post(body);
  expect(status).toBe(201);
  const { id } = JSON.parse(text) as { id: string };
  const task = (): Promise<Record<string, unknown>> => glance.json(`/v2/tasks/${id}`, ADMIN);
  await expect.poll(async () => (await task()).status).toMatch(/success|failure/);
  return task();
}

const images = async (): Promise<number> =>
  (await glance.json<{ images: unknown[] }>('/v2/images', ADMIN)).images.length;

describe('POST /v2/tasks', () => {
  it('makes an image out of a URL', async () => {
    const { status, headers, text } = await post(
      importOf('/plain', { name: 'from the web', hw_key: 'value', tags: ['a'] }),
    );
    const task = JSON.parse(text) as Record<string, unknown>;
    expect(status).toBe(201);
    expect(headers.location).toBe(`${glance.url}/v2/tasks/${String(task.id)}`);
    expect(Object.keys(task)).toEqual([
      'id',
      'input',
      'type',
      'status',
      'owner',
      'message',
      'result',
      'created_at',
      'updated_at',
      'self',
      'schema',
      'request_id',
      'user_id',
    ]);
    expect(task).toMatchObject({
      status: 'pending',
      owner: 'admin',
      message: '',
      result: null,
      schema: '/v2/schemas/task',
    });
    expect(task.input).toEqual(importOf('/plain', { name: 'from the web', hw_key: 'value', tags: ['a'] }).input);
    const done = async () =>
      glance.json<{ status: string; result: { image_id: string }; expires_at: string }>(
        `/v2/tasks/${String(task.id)}`,
        ADMIN,
      );
    await expect.poll(async () => (await done()).status).toBe('success');
    const { result, expires_at: expiresAt } = await done();
    expect(Math.round((Date.parse(expiresAt) - Date.now()) / 3_600_000)).toBe(48);
    expect(await glance.image(result.image_id)).toMatchObject({
      name: 'from the web',
      status: 'active',
      hw_key: 'value',
      tags: ['a'],
      owner: 'admin',
      size: 200,
      virtual_size: 1_048_576,
    });
    await glance.ask('DELETE', `/v2/images/${result.image_id}`, undefined, as(ADMIN));
  });

  it.each([
    ['/none', {}, 'Task failed due to Internal Error'],
    ['/plain', { disk_format: 'nonsense' }, 'Task failed due to Internal Error'],
    ['/plain', { status: 'active' }, 'Task failed due to Internal Error'],
    ['/plain', { os_glance_import_task: 'x' }, 'Task failed due to Internal Error'],
    ['/plain', { container_format: null }, 'Task failed due to Internal Error'],
    ['/plain', { protected: true, container_format: null }, 'Task failed due to Internal Error'],
    ['/backed', {}, 'The image has a backing file, aborting.'],
    ['/external', {}, 'The image has an external data file, aborting.'],
  ])('leaves no image when %s %j fails', async (path, properties, text) => {
    const before = await images();
    expect(await ended(importOf(path, properties))).toMatchObject({ status: 'failure', message: text, result: null });
    expect(await images()).toBe(before);
    expect(await glance.files('images')).toEqual([]);
  });

  it.each([
    [
      { type: 'import', input: { import_from: 'http://127.0.0.1/x' } },
      "Input does not contain 'import_from_format' field",
    ],
    [{ type: 'api_image_import', input: {} }, 'Input to api_image_import task is empty.'],
    [{ type: 'api_image_import', input: { x: 1 } }, "Missing required 'image_id' field"],
  ])('fails a task that lacks its input: %j', async (body, text) => {
    expect(await ended(body)).toMatchObject({ status: 'failure', message: text });
  });

  it.each([
    [[], "Task 'type' is required"],
    [{}, "Task 'type' is required"],
    [{ type: 'import' }, "Task 'input' is required"],
    [
      { type: 'nope', input: {} },
      "Provided object does not match schema 'task': 'nope' is not one of ['import', 'api_image_import']",
    ],
    [{ type: 'import', input: 5 }, "Provided object does not match schema 'task': 5 is not of type 'null', 'object'"],
    [
      { type: 'import', input: {}, foo: 1 },
      "Provided object does not match schema 'task': Additional properties are not allowed ('foo' was unexpected)",
    ],
    [{ type: 'import', input: null }, 'Invalid location: None'],
    [{ type: 'import', input: { import_from: '' } }, 'Invalid location: '],
    [
      { type: 'import', input: { import_from: 'file:///etc/passwd' } },
      'File based imports are not allowed. Please use a non-local source of image data.',
    ],
    [
      { type: 'import', input: { import_from: 'ftp://x/' } },
      "The given uri is not valid. Please specify a valid uri from the following list of supported uri ['http']",
    ],
    [
      { type: 'import', input: { import_from: 'http://169.254.1.1/' } },
      'URI for legacy import task does not pass filtering: http://169.254.1.1/',
    ],
  ])('refuses %j', async (body, text) => {
    const reply = await post(body);
    expect([reply.status, message(reply.text)]).toEqual([400, text]);
  });
});

describe('the tasks API', () => {
  it('is for admins', async () => {
    for (const [method, path] of [
      ['GET', '/v2/tasks'],
      ['POST', '/v2/tasks'],
      ['GET', '/v2/tasks/x'],
      ['DELETE', '/v2/tasks/x'],
    ] as const) {
      const reply = await glance.ask(method, path, undefined, as(MEMBER));
      expect([reply.status, message(reply.text)]).toEqual([
        403,
        'You are not authorized to complete tasks_api_access action.',
      ]);
    }
  });

  it('deletes nothing', async () => {
    const { status, headers, text } = await glance.ask('DELETE', '/v2/tasks/x', undefined, as(ADMIN));
    expect([status, headers.allow, JSON.parse(text)]).toEqual([
      405,
      'GET',
      {
        message:
          'This operation is currently not permitted on Glance Tasks. They are auto deleted after reaching the time based on their expires_at property.',
        code: '405 Method Not Allowed',
        title: 'Method Not Allowed',
      },
    ]);
    expect((await glance.ask('GET', '/v2/tasks/x', undefined, as(ADMIN))).text).toContain('Could not find task x');
  });

  it('lists page by page, following next', async () => {
    for (let index = 0; index < 3; index++) await ended({ type: 'api_image_import', input: {} });
    interface Page {
      readonly tasks: { readonly id: string }[];
      readonly first: string;
      readonly next?: string;
    }
    const whole = await glance.json<Page>('/v2/tasks?status=failure', ADMIN);
    expect(Object.keys(whole)).toEqual(['tasks', 'first', 'schema']);
    expect(Object.keys(whole.tasks[0]!)).toEqual([
      'id',
      'type',
      'status',
      'owner',
      'created_at',
      'updated_at',
      'self',
      'schema',
      'expires_at',
    ]);
    const found: string[] = [];
    for (let path: string | undefined = '/v2/tasks?status=failure&limit=2'; path !== undefined;) {
      const page: Page = await glance.json(path, ADMIN);
      expect(page.first).toBe('/v2/tasks?status=failure&limit=2');
      found.push(...page.tasks.map(({ id }) => id));
      path = page.next;
    }
    expect(found).toEqual(whole.tasks.map(({ id }) => id));
    expect((await glance.json<Page>('/v2/tasks?limit=0', ADMIN)).tasks).toEqual([]);
  });

  it.each([
    ['limit=x', 'limit param must be an integer'],
    ['limit=-1', 'limit param must be positive'],
    ['marker=zz', 'Invalid marker format'],
    [
      'marker=00000000-0000-0000-0000-000000000000',
      'Task with the given id 00000000-0000-0000-0000-000000000000 was not found',
    ],
    ['sort_key=nope', 'Sort key supplied was not valid.'],
    ['sort_dir=x', 'Invalid sort direction: x'],
    ['status=zz', 'Invalid status value: zz'],
    ['type=api_image_import', 'Invalid type value: api_image_import'],
  ])('refuses ?%s', async (query, text) => {
    const reply = await glance.ask('GET', `/v2/tasks?${query}`, undefined, as(ADMIN));
    expect([reply.status, message(reply.text)]).toEqual([400, text]);
  });

  it('tells the tasks of an image to those who see it', async () => {
    const id = await glance.create();
    await glance.ask('PUT', `/v2/images/${id}/stage`, Buffer.from('data'));
    await glance.ask('POST', `/v2/images/${id}/import`, { method: { name: 'glance-direct' } });
    await glance.finished(id);
    const { tasks } = await glance.json<{ tasks: Record<string, unknown>[] }>(`/v2/images/${id}/tasks`);
    expect(tasks).toHaveLength(1);
    expect(Object.keys(tasks[0]!)).toEqual([
      ...['id', 'type', 'status', 'owner', 'expires_at', 'created_at', 'updated_at', 'deleted_at', 'deleted'],
      ...['image_id', 'request_id', 'user_id', 'input', 'result', 'message'],
    ]);
    expect(tasks[0]).toMatchObject({ deleted: false, deleted_at: null });
    expect(tasks[0]!.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000000$/);
    const other = await glance.ask('GET', `/v2/images/${id}/tasks`, undefined, as('other:member'));
    expect([other.status, message(other.text)]).toEqual([404, 'The resource could not be found.']);
  });
});
