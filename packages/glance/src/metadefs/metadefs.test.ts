// SPDX-License-Identifier: Apache-2.0
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestContext } from '@stackport/context';
import { Duplicate, Forbidden, Invalid, NotFound } from '../errors.js';
import { namespaceSortKeys, type NamespaceListQuery } from './namespace-repository.js';
import { seedResourceTypes } from './seed-resource-types.js';
import { admin, emptyMetadefs, member, openTestMetadefs, providers, type TestMetadefs } from './test-support.js';

const newestFirst: NamespaceListQuery = { sortKey: 'created_at', sortDirection: 'desc', limit: 100 };
const text = { type: 'string', title: 'Text' };

describe.each(providers)('metadata definitions on %s', (provider) => {
  let test: TestMetadefs;
  beforeAll(async () => {
    test = await openTestMetadefs(provider);
  });
  afterAll(() => test.close());
  beforeEach(() => emptyMetadefs(test.database));

  const names = async (context: RequestContext, query: Partial<NamespaceListQuery> = {}): Promise<string[]> => {
    const { namespaces } = await test.metadefs.namespaces.list(context, { ...newestFirst, ...query });
    return namespaces.map(({ namespace }) => namespace.namespace);
  };

  describe('a fresh database', () => {
    it('has the standard resource types, protected and once', async () => {
      await test.metadefs.initialise();
      const rows = await test.database.client.metadefResourceType.findMany({ orderBy: { id: 'asc' } });
      expect(rows.map(({ name, protected: kept, updatedAt }) => [name, kept, updatedAt])).toEqual([
        ['OS::Glance::Image', true, null],
        ['OS::Cinder::Volume', true, null],
        ['OS::Nova::Server', true, null],
        ['OS::Nova::Aggregate', true, null],
        ['OS::Nova::Flavor', true, null],
        ['OS::Trove::Instance', true, null],
      ]);
    });

    it('of Python is left as it is', async () => {
      await test.database.client.metadefResourceType.deleteMany();
      await seedResourceTypes({ ...test.database, owner: { owner: 'alembic', revisions: ['wallaby_contract01'] } });
      expect(await test.metadefs.resourceTypes.list(admin)).toEqual([]);
      // Two processes that start at once both find the table empty.
      await Promise.all([test.metadefs.initialise(), test.metadefs.initialise()]);
      expect(await test.metadefs.resourceTypes.list(admin)).toHaveLength(6);
    });
  });

  describe('a namespace', () => {
    it('is created with its content', async () => {
      const created = await test.metadefs.namespaces.create(
        admin,
        { namespace: 'A', displayName: 'a', visibility: 'public' },
        {
          resourceTypes: [
            { name: 'OS::Glance::Image', prefix: 'hw_' },
            { name: 'My::Type', propertiesTarget: 'image' },
          ],
          objects: [{ name: 'O', required: ['p'], properties: { p: text } }],
          properties: { one: text },
          tags: ['t1', 't2'],
        },
      );
      expect(created).toMatchObject({ namespace: 'A', owner: 'project-of-admin', protected: false });
      const detail = await test.metadefs.namespaces.get(member, 'A');
      expect(detail.namespace).toEqual(created);
      expect(
        detail.resourceTypes.map(({ name, prefix, propertiesTarget }) => [name, prefix, propertiesTarget]),
      ).toEqual([
        ['OS::Glance::Image', 'hw_', null],
        ['My::Type', null, 'image'],
      ]);
      expect(detail.objects).toMatchObject([
        { name: 'O', description: null, required: ['p'], properties: { p: text } },
      ]);
      expect(detail.properties).toEqual([{ name: 'one', type: text }]);
      expect(detail.tags.map(({ name }) => name)).toEqual(['t2', 't1']);
    });

    it('is created whole or not at all', async () => {
      await expect(
        test.metadefs.namespaces.create(
          admin,
          { namespace: 'A' },
          { resourceTypes: [{ name: 'My::Type' }], properties: { one: text }, tags: ['t', 't'] },
        ),
      ).rejects.toThrow(
        new Duplicate(
          'A metadata tag with name=t already exists in namespace=A. (Please note that metadata tag names are case insensitive).',
        ),
      );
      const { client } = test.database;
      expect(await client.metadefNamespace.count()).toBe(0);
      expect(await client.metadefTag.count()).toBe(0);
      expect(await client.metadefResourceType.count({ where: { name: 'My::Type' } })).toBe(0);
    });

    it('of one name is created once, however many try', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 6 }, () =>
          test.metadefs.namespaces.create(
            admin,
            { namespace: 'A' },
            { tags: ['t'], resourceTypes: [{ name: 'My::Type' }] },
          ),
        ),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const result of results)
        if (result.status === 'rejected')
          expect(result.reason).toEqual(new Duplicate('The metadata definition namespace=A already exists.'));
      expect(await test.database.client.metadefTag.count()).toBe(1);
    });

    it('shares a new resource type with others that are created at the same time', async () => {
      const wanted = ['A', 'B', 'C', 'D'];
      await Promise.all(
        wanted.map((namespace) =>
          test.metadefs.namespaces.create(admin, { namespace }, { resourceTypes: [{ name: 'My::Type' }] }),
        ),
      );
      expect(await test.database.client.metadefResourceType.count({ where: { name: 'My::Type' } })).toBe(1);
      expect((await names(admin, { resourceTypes: ['My::Type', 'None'] })).sort()).toEqual(wanted);
    });

    it('is seen by admins, its owner and, when public, by everybody', async () => {
      const { namespaces } = test.metadefs;
      await namespaces.create(admin, { namespace: 'private' });
      await namespaces.create(admin, { namespace: 'public', visibility: 'public' });
      await namespaces.create(admin, { namespace: 'own', owner: 'project-of-demo' });
      expect((await names(admin)).sort()).toEqual(['own', 'private', 'public']);
      expect((await names(member)).sort()).toEqual(['own', 'public']);
      expect(await names(new RequestContext({ roles: ['reader'] }))).toEqual(['public']);
      expect(await names(member, { visibility: 'private' })).toEqual(['own']);
      expect((await namespaces.get(member, 'own')).namespace.visibility).toBe('private');
      await expect(namespaces.get(member, 'private')).rejects.toThrow(new NotFound('The resource could not be found.'));
      await expect(names(member, { marker: 'private' })).rejects.toThrow(Forbidden);
    });

    it('that Python loaded without a visibility is private', async () => {
      await test.database.client.metadefNamespace.create({
        data: { namespace: 'A', owner: 'admin', createdAt: new Date(0), visibility: null, protected: null },
      });
      expect(await names(member)).toEqual([]);
      const { namespace } = await test.metadefs.namespaces.get(admin, 'A');
      expect(namespace).toMatchObject({ visibility: 'private', protected: false, updatedAt: null });
    });

    it('takes its defaults again when it is changed', async () => {
      const { namespaces } = test.metadefs;
      await namespaces.create(admin, {
        ...{ namespace: 'A', displayName: 'a', description: 'd', visibility: 'public' },
        ...{ protected: true, owner: 'somebody' },
      });
      const changed = await namespaces.update(admin, 'A', { namespace: 'B' });
      const after = {
        displayName: null,
        description: null,
        visibility: 'private',
        protected: false,
        owner: 'project-of-admin',
      };
      expect(changed).toMatchObject({ namespace: 'B', ...after });
      expect((await namespaces.get(admin, 'B')).namespace).toMatchObject({ namespace: 'B', ...after });
      await expect(namespaces.get(admin, 'A')).rejects.toThrow('Metadata definition namespace=A was not found.');
    });

    it('does not take a name that another has', async () => {
      const { namespaces } = test.metadefs;
      await namespaces.create(admin, { namespace: 'A' });
      await namespaces.create(admin, { namespace: 'B' });
      await expect(namespaces.update(admin, 'A', { namespace: 'B' })).rejects.toThrow(
        new Duplicate(
          'Invalid update. It would result in a duplicate metadata definition namespace with the same name of B',
        ),
      );
    });

    it('goes with all that is in it', async () => {
      const { namespaces } = test.metadefs;
      const content = {
        resourceTypes: [{ name: 'T' }],
        objects: [{ name: 'o' }],
        properties: { p: text },
        tags: ['t'],
      };
      await namespaces.create(admin, { namespace: 'A' }, content);
      await namespaces.create(admin, { namespace: 'B' }, content);
      await namespaces.delete(admin, 'A');
      const { client } = test.database;
      const tables = [
        ...[client.metadefNamespace, client.metadefObject, client.metadefProperty, client.metadefTag],
        client.metadefNamespaceResourceType,
      ] as { count(): Promise<number> }[];
      for (const table of tables) expect(await table.count()).toBe(1);
      await expect(namespaces.delete(admin, 'A')).rejects.toThrow(new NotFound('Namespace A not found'));
    });
  });

  describe('a page of namespaces', () => {
    it('is followed by the next, in every order', async () => {
      const { namespaces } = test.metadefs;
      for (const [index, namespace] of ['C', 'a', 'B', 'e', 'D'].entries())
        await namespaces.create(admin, {
          namespace,
          ...(index % 2 === 0 ? { displayName: `name ${index}`, description: 'd' } : { visibility: 'public' }),
          protected: index > 2,
          owner: `owner-${index % 2}`,
        });
      for (const sortKey of namespaceSortKeys)
        for (const sortDirection of ['asc', 'desc'] as const) {
          const query = { sortKey, sortDirection, limit: 2 };
          const walked: string[] = [];
          for (let page = await names(admin, query); page.length > 0;) {
            walked.push(...page);
            page = await names(admin, { ...query, marker: page.at(-1)! });
          }
          expect(walked, `${sortKey} ${sortDirection}`).toEqual(await names(admin, { ...query, limit: 100 }));
          expect(new Set(walked).size).toBe(5);
        }
    });

    it('says whether it is full', async () => {
      const { namespaces } = test.metadefs;
      await namespaces.create(admin, { namespace: 'A' });
      await namespaces.create(admin, { namespace: 'B' });
      const paged = async (limit: number): Promise<boolean> =>
        (await namespaces.list(admin, { ...newestFirst, limit })).paged;
      expect([await paged(0), await paged(1), await paged(2), await paged(3)]).toEqual([false, true, true, false]);
    });
  });

  describe('a resource type', () => {
    it('has a prefix for the names of properties', async () => {
      const { namespaces, properties } = test.metadefs;
      await namespaces.create(
        admin,
        { namespace: 'A' },
        {
          resourceTypes: [{ name: 'T', prefix: 't:' }, { name: 'U' }],
          objects: [{ name: 'o', required: ['p'], properties: { p: text } }],
          properties: { p: text },
        },
      );
      const shown = await namespaces.get(admin, 'A', 'T');
      expect(shown.properties).toEqual([{ name: 't:p', type: text }]);
      expect(shown.objects).toMatchObject([{ required: ['t:p'], properties: { 't:p': text } }]);
      expect((await namespaces.get(admin, 'A', 'U')).properties).toEqual([{ name: 'p', type: text }]);
      expect(await properties.get(admin, 'A', 't:p', 'T')).toEqual({ name: 'p', type: text });
      await expect(properties.get(admin, 'A', 'p', 'T')).rejects.toThrow(
        "Property p does not start with the expected resource type association prefix of 't:'.",
      );
      await expect(properties.get(admin, 'A', 'p', 'U')).rejects.toThrow("prefix of 'None'.");
    });

    it('is associated once and dissociated', async () => {
      const { namespaces, resourceTypes } = test.metadefs;
      await namespaces.create(admin, { namespace: 'A' });
      await resourceTypes.associate(admin, 'A', { name: 'T', prefix: 'p' });
      await expect(resourceTypes.associate(admin, 'A', { name: 'T' })).rejects.toThrow(
        new Duplicate(
          'The metadata definition resource-type association of resource-type=T to namespace=A already exists.',
        ),
      );
      expect(await resourceTypes.listAssociations(admin, 'A')).toMatchObject([{ name: 'T', prefix: 'p' }]);
      await resourceTypes.dissociate(admin, 'A', 'T');
      expect(await resourceTypes.listAssociations(admin, 'A')).toEqual([]);
      // The resource type itself stays, not protected.
      expect(await test.database.client.metadefResourceType.findUnique({ where: { name: 'T' } })).toMatchObject({
        protected: false,
      });
      await expect(resourceTypes.dissociate(admin, 'A', 'T')).rejects.toThrow(
        new NotFound('Failed to find resource type T to delete'),
      );
    });
  });

  describe('tags', () => {
    beforeEach(async () => {
      await test.metadefs.namespaces.create(admin, { namespace: 'A' }, { tags: ['a', 'b', 'c'] });
    });
    const tagNames = async (query?: Parameters<TestMetadefs['metadefs']['tags']['list']>[2]): Promise<string[]> =>
      (await test.metadefs.tags.list(admin, 'A', query)).map(({ name }) => name);

    it('are replaced, or added to', async () => {
      const { tags } = test.metadefs;
      await tags.createMany(admin, 'A', ['d', 'e'], { append: true });
      expect((await tagNames()).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
      await tags.createMany(admin, 'A', ['f'], { append: false });
      expect(await tagNames()).toEqual(['f']);
      await tags.createMany(admin, 'A', [], { append: false });
      expect(await tagNames()).toEqual(['f']);
    });

    it('are replaced all together or not', async () => {
      const { tags } = test.metadefs;
      await expect(tags.createMany(admin, 'A', ['x', 'y', 'x'], { append: false })).rejects.toThrow(Duplicate);
      await expect(tags.createMany(admin, 'A', ['x', 'a'], { append: true })).rejects.toThrow(/name=a already exists/);
      expect((await tagNames()).sort()).toEqual(['a', 'b', 'c']);
    });

    it('come in pages', async () => {
      const byName = { sortKey: 'name', sortDirection: 'asc' } as const;
      expect(await tagNames({ ...byName, limit: 2 })).toEqual(['a', 'b']);
      expect(await tagNames({ ...byName, limit: 2, marker: 'b' })).toEqual(['c']);
      expect(await tagNames({ sortKey: 'id', sortDirection: 'desc', marker: 'c' })).toEqual(['b', 'a']);
      await expect(tagNames({ ...byName, marker: 'x' })).rejects.toThrow(new NotFound('Could not find metadata tag x'));
    });

    it('are renamed, to no name that is taken', async () => {
      const { tags } = test.metadefs;
      expect((await tags.rename(admin, 'A', 'a', 'z')).name).toBe('z');
      expect(await tags.get(admin, 'A', 'z')).toMatchObject({ name: 'z' });
      await expect(tags.rename(admin, 'A', 'z', 'b')).rejects.toThrow(/name=b already exists/);
    });
  });

  describe('objects and properties', () => {
    it('are replaced whole', async () => {
      const { namespaces, objects, properties } = test.metadefs;
      await namespaces.create(
        admin,
        { namespace: 'A' },
        {
          objects: [{ name: 'o', description: 'd', required: ['p', 'q'], properties: { p: text } }, { name: 'o2' }],
          properties: { p: text, p2: text },
        },
      );
      await objects.update(admin, 'A', 'o', { name: 'O!' });
      expect(await objects.get(admin, 'A', 'O!')).toMatchObject({ description: null, required: [], properties: {} });
      await expect(objects.update(admin, 'A', 'O!', { name: 'o2' })).rejects.toThrow(
        new Duplicate(
          'Invalid update. It would result in a duplicate metadata definition object with the same name=O! in namespace=A.',
        ),
      );
      await properties.update(admin, 'A', 'p', { name: 'P!', type: { type: 'integer', title: 'I' } });
      expect(await properties.get(admin, 'A', 'P!')).toEqual({ name: 'P!', type: { type: 'integer', title: 'I' } });
      await expect(properties.update(admin, 'A', 'P!', { name: 'p2', type: text })).rejects.toThrow(
        new Duplicate(
          'Invalid update. It would result in a duplicate metadata definition property with the same name=P! in namespace=A.',
        ),
      );
      await expect(objects.get(admin, 'A', 'o')).rejects.toThrow(new NotFound('Could not find metadata object o'));
      await expect(properties.get(admin, 'A', 'p')).rejects.toThrow(new NotFound('Could not find property p'));
    });

    it('have names of their own in each namespace', async () => {
      const { namespaces, objects, properties } = test.metadefs;
      for (const namespace of ['A', 'B']) {
        await namespaces.create(admin, { namespace });
        await objects.create(admin, namespace, { name: 'o' });
        await properties.create(admin, namespace, { name: 'p', type: text });
      }
      await expect(objects.create(admin, 'A', { name: 'o' })).rejects.toThrow(
        new Duplicate('A metadata definition object with name=o already exists in namespace=A.'),
      );
      await expect(properties.create(admin, 'A', { name: 'p', type: text })).rejects.toThrow(
        new Duplicate('A metadata definition property with name=p already exists in namespace=A.'),
      );
    });
  });

  it('does not add to a namespace that goes away meanwhile', async () => {
    const { namespaces, objects } = test.metadefs;
    for (let round = 0; round < 5; round += 1) {
      await namespaces.create(admin, { namespace: 'A' });
      const [added, removed] = await Promise.allSettled([
        objects.create(admin, 'A', { name: 'o' }),
        namespaces.delete(admin, 'A'),
      ]);
      const rows = await test.database.client.metadefObject.count();
      // Whoever was first, no object is left without its namespace.
      expect(rows).toBe(added.status === 'fulfilled' && removed.status === 'rejected' ? 1 : 0);
      if (added.status === 'rejected') expect(added.reason).toBeInstanceOf(NotFound);
      if (removed.status === 'rejected') {
        expect(removed.reason).toBeInstanceOf(Forbidden);
        await namespaces.delete(admin, 'A');
      }
    }
  });

  it('holds every character that upstream does, and refuses the others', async () => {
    const { namespaces, objects, properties, tags, resourceTypes } = test.metadefs;
    const wide = '\u{1F600}';
    await namespaces.create(admin, { namespace: 'Ä数' });
    await objects.create(admin, 'Ä数', { name: 'é', properties: { [wide]: { ...text, enum: [wide], title: 'é数' } } });
    expect(await objects.get(admin, 'Ä数', 'é')).toMatchObject({
      properties: { [wide]: { enum: [wide], title: 'é数' } },
    });
    const refused = (deed: string, attribute: string): Invalid =>
      new Invalid(`Couldn't ${deed}: ${attribute} can't contain 4 byte unicode characters.`);
    await expect(namespaces.create(admin, { namespace: 'B', displayName: wide })).rejects.toThrow(
      refused('create metadata namespace', 'Display_Name'),
    );
    await expect(namespaces.create(admin, { namespace: 'B' }, { tags: [wide] })).rejects.toThrow(
      refused('create metadata namespace', 'Name'),
    );
    await expect(namespaces.create(admin, { namespace: 'B' }, { properties: { [wide]: text } })).rejects.toThrow(
      refused('create metadata namespace', 'Name'),
    );
    await expect(namespaces.update(admin, 'Ä数', { namespace: wide })).rejects.toThrow(
      refused('update metadata namespace', 'Namespace'),
    );
    await expect(objects.create(admin, 'Ä数', { name: 'x', description: wide })).rejects.toThrow(
      refused('create metadata object', 'Description'),
    );
    await expect(properties.create(admin, 'Ä数', { name: 'x', type: { ...text, title: wide } })).rejects.toThrow(
      refused('create metadata property', 'Title'),
    );
    await expect(tags.create(admin, 'Ä数', wide)).rejects.toThrow(refused('create metadata tag', 'Name'));
    await expect(tags.createMany(admin, 'Ä数', ['a', wide], { append: true })).rejects.toThrow(Invalid);
    await expect(resourceTypes.associate(admin, 'Ä数', { name: 'T', prefix: wide })).rejects.toThrow(Invalid);
    await expect(tags.get(admin, 'Ä数', wide)).rejects.toThrow(NotFound);
    await expect(objects.get(admin, 'Ä数', wide)).rejects.toThrow(NotFound);
    await expect(properties.get(admin, 'Ä数', wide)).rejects.toThrow(NotFound);
    await expect(properties.get(admin, 'Ä数', 'x', wide)).rejects.toThrow(NotFound);
    await expect(resourceTypes.dissociate(admin, 'Ä数', wide)).rejects.toThrow(NotFound);
    await expect(namespaces.get(admin, wide)).rejects.toThrow(NotFound);
    expect(await names(admin, { resourceTypes: [wide] })).toEqual([]);
    expect((await namespaces.get(admin, 'Ä数')).tags).toEqual([]);
  });

  it('does not take more than a column holds', async () => {
    await test.metadefs.namespaces.create(admin, { namespace: 'A' });
    const added = test.metadefs.objects.create(admin, 'A', { name: 'o', description: 'x'.repeat(70_000) });
    // SQLite's columns have no length.
    if (provider === 'sqlite') await expect(added).resolves.toMatchObject({ name: 'o' });
    else await expect(added).rejects.toThrow(new Invalid('A value is longer than can be stored.'));
  });

  it('keeps a protected namespace and its content', async () => {
    const { namespaces, objects, properties, tags, resourceTypes } = test.metadefs;
    await namespaces.create(
      admin,
      { namespace: 'A', protected: true },
      { resourceTypes: [{ name: 'T' }], objects: [{ name: 'o' }], properties: { p: text }, tags: ['t'] },
    );
    const whole = new Forbidden('Metadata definition namespace A is protected and cannot be deleted.');
    await expect(namespaces.delete(admin, 'A')).rejects.toThrow(whole);
    await expect(namespaces.deleteObjects(admin, 'A')).rejects.toThrow(whole);
    await expect(namespaces.deleteProperties(admin, 'A')).rejects.toThrow(whole);
    await expect(namespaces.deleteTags(admin, 'A')).rejects.toThrow(whole);
    const kept = (kind: string, name: string): Forbidden =>
      new Forbidden(`Metadata definition ${kind} ${name} is protected and cannot be deleted.`);
    await expect(objects.delete(admin, 'A', 'o')).rejects.toThrow(kept('object', 'o'));
    await expect(properties.delete(admin, 'A', 'p')).rejects.toThrow(kept('property', 'p'));
    await expect(tags.delete(admin, 'A', 't')).rejects.toThrow(kept('tag', 't'));
    await expect(resourceTypes.dissociate(admin, 'A', 'T')).rejects.toThrow(kept('resource-type-association', 'T'));
    const detail = await namespaces.get(admin, 'A');
    expect([detail.objects, detail.properties, detail.tags, detail.resourceTypes].map(({ length }) => length)).toEqual([
      1, 1, 1, 1,
    ]);
  });
});
