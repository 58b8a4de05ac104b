// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { Enforcer } from '@stackport/policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Forbidden, NotFound } from '../errors.js';
import { policyRules } from '../policy-rules.js';
import { createMetadefs, type Metadefs } from './index.js';
import { admin, openTestMetadefs, type TestMetadefs } from './test-support.js';
import { MetadefNotifications } from '../notifications/metadef-notifications.js';
import { silentNotifications } from '../notifications/notifications.js';

const text = { type: 'string', title: 'Text' };
const all = { sortKey: 'created_at', sortDirection: 'desc', limit: 10 } as const;

let test: TestMetadefs;
beforeAll(async () => {
  test = await openTestMetadefs('sqlite');
  await test.metadefs.namespaces.create(
    admin,
    { namespace: 'A' },
    {
      resourceTypes: [{ name: 'T', prefix: 'p' }],
      ...{ objects: [{ name: 'o' }], properties: { p: text }, tags: ['t'] },
    },
  );
});
afterAll(() => test.close());

/** The same definitions where nobody is allowed these rules. */
function denying(...denied: string[]): Metadefs {
  const rules = policyRules.map((rule) => {
    if (!denied.includes(rule.name)) return rule;
    return { name: rule.name, check: '!' };
  });
  const enforcer = Enforcer.create({ rules, configuration: Configuration.of([]) });
  return createMetadefs({
    database: test.database,
    enforcer,
    notifications: new MetadefNotifications(silentNotifications),
    logger: silentLogger,
  });
}

type Deed = (metadefs: Metadefs) => Promise<unknown>;
const createWith =
  (content: object): Deed =>
  ({ namespaces }) =>
    namespaces.create(admin, { namespace: 'new' }, content);
const show: Deed = ({ namespaces }) => namespaces.get(admin, 'A');
const list: Deed = ({ namespaces }) => namespaces.list(admin, all);

describe('a rule that is refused', () => {
  it.each<[string, Deed]>([
    ['add_metadef_namespace', createWith({})],
    ['add_metadef_resource_type_association', createWith({ resourceTypes: [{ name: 'T' }] })],
    ['add_metadef_object', createWith({ objects: [{ name: 'o' }] })],
    ['add_metadef_property', createWith({ properties: { p: text } })],
    ['add_metadef_tag', createWith({ tags: ['t'] })],
    ['list_metadef_resource_types', show],
    ['get_metadef_objects', show],
    ['get_metadef_properties', show],
    ['get_metadef_tags', show],
    ['get_metadef_namespaces', list],
    ['list_metadef_resource_types', list],
    ['get_metadef_objects', ({ objects }) => objects.list(admin, 'A')],
    ['get_metadef_object', ({ objects }) => objects.get(admin, 'A', 'o')],
    ['get_metadef_properties', ({ properties }) => properties.list(admin, 'A')],
    ['get_metadef_property', ({ properties }) => properties.get(admin, 'A', 'p')],
    ['get_metadef_resource_type', ({ properties }) => properties.get(admin, 'A', 'pp', 'T')],
    ['get_metadef_tags', ({ tags }) => tags.list(admin, 'A')],
    ['get_metadef_tag', ({ tags }) => tags.get(admin, 'A', 't')],
    ['list_metadef_resource_types', ({ resourceTypes }) => resourceTypes.list(admin)],
    ['list_metadef_resource_types', ({ resourceTypes }) => resourceTypes.listAssociations(admin, 'A')],
    ['delete_metadef_tags', ({ namespaces }) => namespaces.deleteTags(admin, 'A')],
  ])('%s is named', async (rule, deed) => {
    await expect(deed(denying(rule))).rejects.toThrow(
      new Forbidden(`You are not authorized to complete ${rule} action.`),
    );
    // Who may not see the namespace is not told that it is there.
    await expect(deed(denying(rule, 'get_metadef_namespace'))).rejects.toThrow(
      new NotFound('The resource could not be found.'),
    );
  });

  it('leaves nothing behind', async () => {
    expect(await test.database.client.metadefNamespace.count()).toBe(1);
    expect(await test.database.client.metadefTag.count()).toBe(1);
  });

  it('for a single one takes it out of the list', async () => {
    expect(await denying('get_metadef_namespace').namespaces.list(admin, all)).toEqual({
      namespaces: [],
      paged: false,
    });
    expect(await denying('get_metadef_object').objects.list(admin, 'A')).toEqual([]);
    expect(await denying('get_metadef_resource_type').resourceTypes.listAssociations(admin, 'A')).toEqual([]);
  });
});
