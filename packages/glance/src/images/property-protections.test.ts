// SPDX-License-Identifier: Apache-2.0
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, LiveGlance } from '../import/test-support.js';

let folder: string;
let glance: LiveGlance | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stackport-protections-'));
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(async () => {
  await glance?.close();
  glance = undefined;
});

async function started(rules: string, format = 'roles', policy?: string): Promise<LiveGlance> {
  const [file, policyFile] = [join(folder, 'protections.conf'), join(folder, 'policy.yaml')];
  writeFileSync(file, rules);
  if (policy !== undefined) writeFileSync(policyFile, policy);
  glance = await LiveGlance.start({
    values: {
      DEFAULT: { property_protection_file: file, property_protection_rule_format: format },
      ...(policy !== undefined && { oslo_policy: { policy_file: policyFile } }),
    },
  });
  return glance;
}

const RULES = `
[^x_owner_.*]
create = admin,member
read = admin,member
update = admin,member
delete = admin,member

[^x_read$]
create = admin
read = @
update = !
delete = !

[.*]
create = admin
read = admin
update = admin
delete = admin
`;
const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' };
const patch = (service: LiveGlance, id: string, change: object, token?: string) =>
  service.ask('PATCH', `/v2/images/${id}`, [change], { ...PATCH, ...(token && { 'X-Auth-Token': token }) });

describe('property protections', () => {
  it.each([
    ['roles', RULES, undefined],
    [
      'policies',
      RULES.replaceAll('admin,member', 'users').replaceAll('= admin', '= admins'),
      'users: "role:admin or role:member"\nadmins: "role:admin"\n',
    ],
  ])('by %s', async (format, rules, policy) => {
    const service = await started(rules, format, policy);
    const refused = await service.ask('POST', '/v2/images', { foo: 'x' });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining("Attribute 'foo' is reserved.")]);
    const id = await service.create({ x_owner_mine: 'y' });
    for (const [path, value] of [
      ['/foo', 'hidden'],
      ['/x_read', 'shown'],
    ] as const)
      expect((await patch(service, id, { op: 'add', path, value }, ADMIN)).status).toBe(200);
    const seen = await service.json(`/v2/images/${id}`);
    expect(seen).toMatchObject({ x_owner_mine: 'y', x_read: 'shown' });
    expect(seen).not.toHaveProperty('foo');
    expect(await service.image(id)).toMatchObject({ foo: 'hidden' });
    const listed = await service.json<{ images: object[] }>('/v2/images');
    expect(listed.images[0]).not.toHaveProperty('foo');
    for (const [change, status, text] of [
      [{ op: 'replace', path: '/x_owner_mine', value: 'z' }, 200, '"z"'],
      [{ op: 'replace', path: '/x_read', value: 'z' }, 403, "Attribute 'x_read' is reserved."],
      [{ op: 'remove', path: '/x_read' }, 403, "Attribute 'x_read' is reserved."],
      [{ op: 'add', path: '/bar', value: 'z' }, 403, "Attribute 'bar' is reserved."],
      [{ op: 'remove', path: '/foo' }, 409, 'Property foo does not exist.'],
      [{ op: 'replace', path: '/foo', value: 'z' }, 409, 'Property foo does not exist.'],
      [{ op: 'remove', path: '/x_owner_mine' }, 200, '"x_read"'],
    ] as const) {
      const reply = await patch(service, id, change);
      expect([reply.status, reply.text], JSON.stringify(change)).toEqual([status, expect.stringContaining(text)]);
    }
    // What the caller does not see is there as before.
    expect(await service.image(id)).toMatchObject({ foo: 'hidden', x_read: 'shown' });
  });

  it('let nobody touch what no rule names, nor do what a rule leaves out', async () => {
    const service = await started('[^a$]\ncreate = @\nread = @\n');
    expect((await service.ask('POST', '/v2/images', { b: 'x' }, { 'X-Auth-Token': ADMIN })).status).toBe(403);
    const id = await service.create({ a: 'x' });
    expect((await patch(service, id, { op: 'remove', path: '/a' }, ADMIN)).status).toBe(403);
    expect(service.log.join('')).toContain(
      'Property protection on operation delete for rule ^a$ is not found. No role will be allowed to perform this operation.',
    );
  });

  it.each([
    ['[a]\ncreate = @,!\n', 'roles', "'@' and '!' are mutually exclusive"],
    ['[*]\ncreate = @\n', 'roles', 'Encountered a malformed property protection rule *'],
    ['[a]\ncreate = x,y\n', 'policies', "Multiple policies 'x,y' not allowed for a given operation."],
    ['no file of this kind', 'roles', "Couldn't find property protection file"],
  ])('are not begun with %j', async (rules, format, message) => {
    await expect(started(rules, format)).rejects.toThrow(message);
  });
});
