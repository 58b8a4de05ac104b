// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Configuration, silentLogger } from '@stackport/config';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ImageCache } from '../cache/image-cache.js';
import { type GlanceDatabase, openGlanceDatabase } from '../database.js';
import { glanceDefaultValues } from '../default-values.js';
import { glanceApiOptionGroups } from '../service.js';
import { runManage } from './run-manage.js';

let folder: string;
let conf: string;
let answers: boolean[];
const questions: string[] = [];
let database: GlanceDatabase | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-glance-manage-'));
  conf = join(folder, 'glance-api.conf');
  writeFileSync(
    conf,
    `[DEFAULT]\nimage_cache_dir = ${folder}/cache\nimage_cache_max_size = 10\nmetadata_source_path = ${folder}/metadefs\n` +
      `[database]\nconnection = sqlite:///${folder}/glance.sqlite\n`,
  );
  answers = [];
  questions.length = 0;
});
afterEach(async () => {
  await database?.close();
  database = undefined;
  await rm(folder, { recursive: true });
});

async function manage(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runManage({
    argv: ['--config-file', conf, ...argv],
    configuration: (options) => ({
      project: 'glance',
      program: 'glance-api',
      argv: options,
      environment: {},
      groups: glanceApiOptionGroups,
      defaults: glanceDefaultValues(),
    }),
    write: (text) => void (out += text),
    writeError: (text) => void (err += text),
    confirm: async (question) => {
      questions.push(question);
      return answers.shift() ?? false;
    },
    logger: silentLogger,
  });
  return { code, out, err };
}
const succeeded = (out: string | RegExp) => ({ code: 0, out: expect.stringMatching(out) as string, err: '' });

async function opened(): Promise<GlanceDatabase> {
  return (database ??= await openGlanceDatabase(`sqlite:///${folder}/glance.sqlite`, { logger: silentLogger }));
}

describe('glance-manage db', () => {
  it('brings a database to the newest migration, and says how far it is', async () => {
    expect(await manage('db', 'check')).toEqual({
      code: 3,
      out: 'Your database is not up to date. Your first step is to run `glance-manage db expand`.\n',
      err: '',
    });
    expect((await manage('db', 'version')).out).toContain('not under migration control');
    for (const action of ['migrate', 'contract'])
      expect(await manage('db', action)).toMatchObject({
        code: 1,
        err: expect.stringContaining('cannot be run before database expansion') as string,
      });
    expect(await manage('db', 'purge')).toMatchObject({ code: 1, err: expect.stringContaining('lacks') as string });
    const synced = await manage('db', 'sync');
    expect(synced).toEqual(
      succeeded(/^Applying database migration 1 of 1: \d+_init\n.*\nDatabase is synced successfully\.\n$/),
    );
    expect(await manage('db', 'check')).toEqual(succeeded('^Database is up to date. No upgrades needed.\n$'));
    expect(await manage('db_version')).toEqual(succeeded(/^\d{14}_init\n$/));
    for (const command of [
      ['db', 'sync'],
      ['db_sync'],
      ['db', 'expand'],
      ['db', 'migrate'],
      ['db', 'contract'],
      ['db', 'upgrade', '--version', 'heads'],
    ])
      expect(await manage(...command)).toEqual(succeeded('^Database is up to date. No migrations needed.\n$'));
    expect(await manage('db', 'upgrade', 'nosuch')).toMatchObject({ code: 1 });
  });

  it('leaves a database of Python’s as it is', async () => {
    await (await opened()).client.$executeRawUnsafe('CREATE TABLE alembic_version (version_num VARCHAR(32))');
    await database?.client.$executeRawUnsafe("INSERT INTO alembic_version VALUES ('wallaby_contract01')");
    expect(await manage('db', 'sync')).toEqual(succeeded('^Database is up to date. No migrations needed.\n$'));
    expect(await manage('db', 'version')).toEqual(succeeded('^wallaby_contract01\n$'));
    await database?.client.$executeRawUnsafe("UPDATE alembic_version SET version_num = 'antelope_contract01'");
    expect(await manage('db', 'sync')).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^ERROR: The database belongs to the Python service .* at revision antelope_contract01/,
      ) as string,
    });
  });

  it.each([
    [[], 'usage: glance-manage'],
    [['db'], 'usage: glance-manage'],
    [['db', 'nosuch'], 'There is no action nosuch of db'],
    [['cache', 'nosuch'], 'There is no action nosuch of cache'],
    [['db', 'sync', '--nosuch'], "Unknown option '--nosuch'"],
    [['db', 'version', 'surplus'], 'unrecognized arguments: surplus'],
  ])('is told how by %j', async (argv, message) => {
    expect(await manage(...argv)).toEqual({ code: 2, out: '', err: expect.stringContaining(message) as string });
  });
});

describe('glance-manage db with definitions', () => {
  const definitions = {
    namespace: 'OS::One',
    display_name: 'One',
    description: null,
    visibility: 'public',
    protected: true,
    owner: 'admin',
    resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'hw_', properties_target: null }],
    properties: { p: { title: 'P', type: 'string' } },
    objects: [{ name: 'o', description: 'O', required: ['p'], properties: { q: { title: 'Q', type: 'integer' } } }],
    tags: [{ name: 't' }],
  };

  it('loads them with progress, writes them as they were, and removes them', async () => {
    await manage('db', 'sync');
    const out = join(folder, 'out');
    expect(await manage('db', 'load_metadefs')).toMatchObject({
      code: 1,
      err: expect.stringContaining('ENOENT') as string,
    });
    writeFileSync(join(folder, 'one.json'), JSON.stringify(definitions));
    expect(await manage('db', 'load_metadefs', '--path', join(folder, 'one.json'))).toEqual(
      succeeded(`^\\[1/1\\] ${folder}/one.json: created\n$`),
    );
    expect((await manage('db', 'load_metadefs', '--path', join(folder, 'one.json'))).out).toContain('skipped');
    expect((await manage('db_load_metadefs', join(folder, 'one.json'), 'True', 'True')).out).toContain('merged');
    expect(await manage('db', 'load_metadefs', '--path', folder, '--prefer_new')).toMatchObject({
      code: 1,
      err: expect.stringContaining('you need to combine of these options with --merge option') as string,
    });
    writeFileSync(join(folder, 'two.json'), 'no json');
    expect(await manage('db', 'load_metadefs', '--path', folder)).toMatchObject({
      code: 1,
      out: `[1/2] ${folder}/one.json: skipped\n[2/2] ${folder}/two.json: failed\n`,
    });
    expect(await manage('db', 'export_metadefs', '--path', out)).toEqual(
      succeeded(`^\\[1/1\\] Namespace OS::One saved in ${out}/OSOne.json\n$`),
    );
    expect(readdirSync(out)).toEqual(['OSOne.json']);
    expect(JSON.parse(readFileSync(join(out, 'OSOne.json'), 'utf8'))).toEqual(definitions);
    expect(await manage('db', 'unload_metadefs')).toEqual(succeeded('^Removed 1 namespaces'));
    const { client } = await opened();
    expect([await client.metadefNamespace.count(), await client.metadefResourceType.count()]).toEqual([0, 0]);
    expect(await manage('db', 'load_metadefs', '--path', join(out, 'OSOne.json'))).toEqual(succeeded('created'));
  });
});

describe('glance-manage db purge', () => {
  const ago = (days: number): Date => new Date(Date.now() - days * 86_400_000);

  /** An image, deleted so many days ago, with a tag and a task. */
  async function gone(days: number): Promise<void> {
    const { client } = await opened();
    const at = { createdAt: ago(days), updatedAt: ago(days), deletedAt: ago(days), deleted: true };
    const id = randomUUID();
    await client.image.create({
      data: {
        id,
        status: 'deleted',
        visibility: 'shared',
        minDisk: 0,
        minRam: 0,
        ...at,
        tags: { create: { value: 'x', ...at } },
      },
    });
    await client.task.create({
      data: {
        id: randomUUID(),
        type: 'import',
        status: 'success',
        owner: 'demo',
        ...at,
        info: { create: { message: '' } },
      },
    });
  }
  async function counts(): Promise<number[]> {
    const { client } = await opened();
    return Promise.all([client.image.count(), client.imageTag.count(), client.task.count(), client.taskInfo.count()]);
  }

  it('removes what was deleted long ago, table by table, and keeps the ids of images', async () => {
    for (const days of [400, 300, 40, 10]) await gone(days);
    const purged = await manage('db', 'purge', '--age_in_days', '30', '--max_rows', '2');
    expect(purged).toEqual(succeeded('Purging deleted rows older than 30 day\\(s\\) from table image_tags\n'));
    expect(purged.out).toContain('Deleted 2 row(s) from table task_info\n');
    expect(purged.out).not.toContain('from table images\n');
    expect(await counts()).toEqual([4, 2, 2, 2]);
    expect(await manage('db', 'purge', '--max_rows', '-1')).toEqual(
      succeeded('Deleted 1 row\\(s\\) from table tasks\n'),
    );
    expect(await counts()).toEqual([4, 1, 1, 1]);
    expect(await manage('db', 'purge_images_table', '--max_rows', '-1')).toEqual(
      succeeded('Deleted 2 row\\(s\\) from table images\n'),
    );
    expect(await counts()).toEqual([2, 1, 1, 1]);
  });

  it('removes no image that rows refer to', async () => {
    await gone(400);
    expect(await manage('db', 'purge_images_table')).toMatchObject({
      code: 1,
      err: 'ERROR: Purge command failed, check glance-manage logs for more details.\n',
    });
    expect(await counts()).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['--age_in_days=-1', 'Must supply a non-negative value for age.'],
    ['--age_in_days=99999', 'Maximal age is count of days since epoch.'],
    ['--age_in_days=x', 'Invalid int value for age_in_days: x'],
    ['--max_rows=-2', 'Minimal rows limit is -1.'],
    ['--max_rows=1.5', 'Invalid int value for max_rows: 1.5'],
  ])('refuses %s', async (option, message) => {
    expect(await manage('db', 'purge', option)).toEqual({ code: 1, out: '', err: `ERROR: ${message}\n` });
  });
});

describe('glance-manage cache', () => {
  const CACHED = '1b8ee9ca-bf2a-412c-aebc-38c8cae3b828';
  const QUEUED = '2233d1c4-f857-466f-93bc-6d2768e68222';

  async function fill(): Promise<void> {
    const configuration = await Configuration.load({
      project: 'glance',
      program: 'glance-api',
      argv: ['--config-file', conf],
      environment: {},
      groups: glanceApiOptionGroups,
    });
    const cache = await ImageCache.open(configuration, silentLogger);
    const filling = await cache?.claim(CACHED);
    await filling?.from(Readable.from([Buffer.from('more than ten bytes')]), { checksum: undefined, size: undefined });
    await cache?.close();
  }

  it('lists, queues, removes and prunes', async () => {
    expect((await manage('cache', 'list-cached')).out).toBe('No cached images.\n');
    expect((await manage('cache', 'list-queued')).out).toBe('No queued images.\n');
    await fill();
    const listed = await manage('cache', 'list-cached');
    expect(listed.out).toMatch(/^Found 1 cached images\.\.\.\n\+-{38}\+.*\n\| +ID +\| +Last Accessed \(UTC\) +\|/);
    expect(listed.out).toContain(`| ${CACHED} |`);
    answers = [true, false, true];
    expect(await manage('cache', 'queue-image', QUEUED)).toEqual(succeeded(`^Queued image ${QUEUED} for caching\n$`));
    expect((await manage('cache', 'list-queued')).out).toBe(
      `Found 1 queued images...\n+${'-'.repeat(38)}+\n|${' '.repeat(18)}ID${' '.repeat(18)}|\n+${'-'.repeat(38)}+\n| ${QUEUED} |\n+${'-'.repeat(38)}+\n`,
    );
    expect(await manage('cache', 'delete-queued-image', QUEUED)).toEqual({ code: 0, out: '', err: '' });
    expect(await manage('cache', 'delete-queued-image', QUEUED)).toEqual(
      succeeded(`^Deleted queued image ${QUEUED}\n$`),
    );
    expect(questions).toEqual([
      `Queue image ${QUEUED} for caching?`,
      `Delete queued image ${QUEUED}?`,
      `Delete queued image ${QUEUED}?`,
    ]);
    expect(await manage('cache', 'prune')).toEqual(succeeded('^Pruned 1 images of 19 bytes\n$'));
    expect(await manage('cache', 'clean')).toEqual(succeeded('^Cleaned the image cache\n$'));
    await fill();
    expect(await manage('cache', 'delete-cached-image', CACHED, '--force')).toEqual(
      succeeded(`^Deleted cached image ${CACHED}\n$`),
    );
    await fill();
    expect(await manage('cache', 'delete-all-cached-images', '--force')).toEqual(
      succeeded('^Deleted 1 cached images\n$'),
    );
    expect(await manage('cache', 'delete-all-queued-images', '--force')).toEqual(
      succeeded('^Deleted 0 queued images\n$'),
    );
  });

  it.each([
    [['queue-image', 'x'], "Image ID 'x' is not a valid UUID."],
    [
      ['queue-image'],
      "Please specify the ID of the image you wish for command 'queue-image' from the cache as the first and only argument.",
    ],
  ])('refuses %j', async (argv, message) => {
    expect(await manage('cache', ...argv)).toEqual({ code: 1, out: '', err: `ERROR: ${message}\n` });
    expect(questions).toEqual([]);
  });

  it('says that there is none', async () => {
    writeFileSync(conf, '');
    expect(await manage('cache', 'list-cached')).toMatchObject({
      code: 1,
      err: 'ERROR: image_cache_dir is not set: there is no image cache on this host\n',
    });
  });
});
