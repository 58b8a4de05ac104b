// SPDX-License-Identifier: Apache-2.0
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger, type Logger } from '@stackport/config';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Invalid } from '../errors.js';
import { loadMetadefs, type LoadMetadefsInit, type LoadProgress } from './load-metadefs.js';
import { admin, emptyMetadefs, openTestMetadefs, providers, type TestMetadefs } from './test-support.js';

const kettle = {
  namespace: 'Test::Kettle',
  display_name: 'Kettle',
  description: 'What a kettle can do',
  visibility: 'public',
  protected: true,
  resource_type_associations: [{ name: 'OS::Nova::Server', prefix: 'kettle:' }, { name: 'Test::Stove' }],
  properties: { litres: { title: 'Litres', description: 'How much', type: 'integer', default: 2, minimum: 1 } },
  objects: [
    {
      name: 'Whistle',
      description: 'Sounds',
      required: ['tone'],
      properties: { tone: { title: 'Tone', type: 'string' } },
    },
    { name: 'Lid' },
  ],
  tags: [{ name: 'kitchen' }],
};

describe.each(providers)('loading metadata definitions into %s', (provider) => {
  let test: TestMetadefs;
  let folder: string;
  let lines: string[];
  beforeAll(async () => {
    test = await openTestMetadefs(provider);
  });
  afterAll(() => test.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stackport-load-metadefs-'));
    lines = [];
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await emptyMetadefs(test.database);
    await test.database.client.metadefResourceType.deleteMany({ where: { name: { startsWith: 'Test::' } } });
  });

  const put = (name: string, content: unknown): Promise<void> =>
    writeFile(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  const load = (options: Partial<LoadMetadefsInit> = {}, place = folder): Promise<LoadProgress[]> => {
    const keep = (message: string): void => void lines.push(message.replace(folder, '…'));
    const logger: Logger = { ...silentLogger, info: keep, warning: keep, error: keep };
    return loadMetadefs(place, { database: test.database, logger, ...options });
  };
  const outcomes = (progress: readonly LoadProgress[]): string[] => progress.map(({ outcome }) => outcome);

  it('reads every .json file of a folder', async () => {
    await put('b.json', kettle);
    await put('a.json', { namespace: 'Test::Bare' });
    await put('note.txt', 'no definitions');
    const seen: LoadProgress[] = [];
    const results = await load({ onProgress: (progress) => seen.push(progress) });
    expect(results).toEqual([
      { file: join(folder, 'a.json'), namespace: 'Test::Bare', outcome: 'created', done: 1, total: 2 },
      { file: join(folder, 'b.json'), namespace: 'Test::Kettle', outcome: 'created', done: 2, total: 2 },
    ]);
    expect(seen).toEqual(results);
    expect(lines).toEqual([
      'File …/a.json loaded to database.',
      'File …/b.json loaded to database.',
      'Metadata loading finished',
    ]);
    const detail = await test.metadefs.namespaces.get(admin, 'Test::Kettle');
    expect(detail.namespace).toMatchObject({ owner: 'admin', displayName: 'Kettle', protected: true, updatedAt: null });
    expect(detail.resourceTypes).toMatchObject([
      { name: 'OS::Nova::Server', prefix: 'kettle:' },
      { name: 'Test::Stove', prefix: null },
    ]);
    expect(detail.properties).toEqual([
      { name: 'litres', type: { type: 'integer', title: 'Litres', description: 'How much', default: '2', minimum: 1 } },
    ]);
    expect(detail.objects).toMatchObject([
      { name: 'Whistle', required: ['tone'], properties: { tone: { title: 'Tone', type: 'string' } } },
      { name: 'Lid', required: [], properties: {} },
    ]);
    expect(detail.tags).toMatchObject([{ name: 'kitchen', updatedAt: null }]);
    // What comes with a file is a resource type of the system.
    expect(await test.database.client.metadefResourceType.findUnique({ where: { name: 'Test::Stove' } })).toMatchObject(
      {
        protected: true,
      },
    );
  });

  it('reads one file', async () => {
    await put('a.json', kettle);
    await put('b.json', { namespace: 'Test::Other' });
    expect(outcomes(await load({}, join(folder, 'a.json')))).toEqual(['created']);
  });

  it('leaves alone a namespace that exists', async () => {
    await put('a.json', kettle);
    await load();
    await put('a.json', { ...kettle, display_name: 'New', tags: [{ name: 'new' }] });
    lines = [];
    expect(outcomes(await load())).toEqual(['skipped']);
    expect(lines).toEqual([
      'Skipping namespace Test::Kettle. It already exists in the database.',
      'Metadata loading finished',
    ]);
    const { namespace, tags } = await test.metadefs.namespaces.get(admin, 'Test::Kettle');
    expect([namespace.displayName, tags.map(({ name }) => name)]).toEqual(['Kettle', ['kitchen']]);
  });

  const changed = {
    ...kettle,
    display_name: 'New',
    properties: { litres: { title: 'Pints', type: 'string' }, colour: { title: 'Colour', type: 'string' } },
    objects: [{ name: 'Whistle', description: 'Sings' }, { name: 'Handle' }],
    tags: [{ name: 'tea' }],
    resource_type_associations: [{ name: 'OS::Nova::Server', prefix: 'k_' }],
  };
  const summary = async (): Promise<unknown> => {
    const detail = await test.metadefs.namespaces.get(admin, 'Test::Kettle');
    return {
      name: detail.namespace.displayName,
      properties: Object.fromEntries(
        detail.properties.map(({ name, type }) => [name, (type as { title?: string }).title]),
      ),
      objects: detail.objects.map(({ name, description }) => [name, description]),
      tags: detail.tags.map(({ name }) => name).sort(),
      prefixes: detail.resourceTypes.map(({ name, prefix }) => [name, prefix]),
    };
  };

  it('adds with merge what is missing', async () => {
    await put('a.json', kettle);
    await load();
    await put('a.json', changed);
    expect(outcomes(await load({ merge: true }))).toEqual(['merged']);
    expect(await summary()).toEqual({
      name: 'Kettle',
      properties: { colour: 'Colour', litres: 'Litres' },
      objects: [
        ['Whistle', 'Sounds'],
        ['Lid', null],
        ['Handle', null],
      ],
      tags: ['kitchen', 'tea'],
      prefixes: [
        ['OS::Nova::Server', 'kettle:'],
        ['Test::Stove', null],
      ],
    });
  });

  it('replaces with preferNew what is there', async () => {
    await put('a.json', kettle);
    await load();
    await put('a.json', changed);
    expect(outcomes(await load({ merge: true, preferNew: true }))).toEqual(['merged']);
    expect(await summary()).toEqual({
      name: 'New',
      properties: { colour: 'Colour', litres: 'Pints' },
      objects: [
        ['Whistle', 'Sings'],
        ['Lid', null],
        ['Handle', null],
      ],
      tags: ['kitchen', 'tea'],
      prefixes: [
        ['OS::Nova::Server', 'k_'],
        ['Test::Stove', null],
      ],
    });
    expect((await test.metadefs.namespaces.get(admin, 'Test::Kettle')).namespace.updatedAt).toBeInstanceOf(Date);
  });

  it('removes with overwrite what was there', async () => {
    await put('a.json', kettle);
    await load();
    await put('a.json', changed);
    lines = [];
    expect(outcomes(await load({ merge: true, overwrite: true }))).toEqual(['overwritten']);
    expect(lines[0]).toBe('Overwriting namespace Test::Kettle');
    expect(await summary()).toEqual({
      name: 'New',
      properties: { colour: 'Colour', litres: 'Pints' },
      objects: [
        ['Whistle', 'Sings'],
        ['Handle', null],
      ],
      tags: ['tea'],
      prefixes: [['OS::Nova::Server', 'k_']],
    });
  });

  it('passes over a file that it cannot read, and goes on', async () => {
    await put('a.json', '{ "namespace": ');
    await put('b.json', { display_name: 'nameless' });
    await put('c.json', { namespace: 'x'.repeat(81) });
    await put('d.json', { ...kettle, tags: [{ name: '\u{1F600}' }] });
    await put('e.json', kettle);
    expect(outcomes(await load())).toEqual(['failed', 'failed', 'failed', 'failed', 'created']);
    expect(lines[0]).toMatch(/^Failed to parse json file …\/a\.json while populating metadata due to: .+/);
    expect(lines[1]).toMatch(/b\.json while .* 'namespace' is a required property$/);
  });

  it('loads a file whole or not at all', async () => {
    const twice = {
      ...kettle,
      namespace: 'Test::Twice',
      properties: { ['p'.repeat(90)]: { title: 'x', type: 'string' } },
    };
    await put('a.json', twice);
    expect(outcomes(await load())).toEqual(['failed']);
    expect(await test.database.client.metadefNamespace.count()).toBe(0);
  });

  it('wants options that go together', async () => {
    await put('a.json', kettle);
    const needsMerge = 'To use --prefer_new or --overwrite you need to combine of these options with --merge option.';
    await expect(load({ preferNew: true })).rejects.toThrow(new Invalid(needsMerge));
    await expect(load({ overwrite: true })).rejects.toThrow(new Invalid(needsMerge));
    await expect(load({ merge: true, preferNew: true, overwrite: true })).rejects.toThrow(
      new Invalid('Please provide no more than one option from this list: --prefer_new, --overwrite'),
    );
    expect(await test.database.client.metadefNamespace.count()).toBe(0);
  });

  it('wants a place with files', async () => {
    await expect(load()).rejects.toThrow(new Invalid(`Json schema files not found in ${folder}. Aborting.`));
    await expect(load({}, join(folder, 'none'))).rejects.toThrow(Invalid);
  });
});
