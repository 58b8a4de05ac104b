// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import type { EndpointInterface } from '../catalog/endpoint.js';
import { groupBy } from '../common/group-by.js';
import { ListFilter } from '../common/list-filter.js';
import { isNotFound } from '../errors.js';
import type { IdentityDomain } from '../identity-domain.js';
import { identityOptions } from '../options.js';
import type { Project } from '../projects/project.js';
import type { Role } from '../roles/role.js';

/** A service for the catalog, with the URL of its endpoints: `http://$(public_host)s:9292` follows the host a client asks. */
export interface SeededService {
  readonly type: string;
  readonly name: string;
  readonly description?: string;
  readonly url: string;
}

export interface SeededUser {
  readonly name: string;
  readonly password: string;
  /** `member`, unless it says otherwise. */
  readonly roles?: readonly string[];
  /** Made where it does not exist; the user's default project. */
  readonly project: string;
}

export interface Bootstrap {
  /** Of the administrator; made up where there is none. An administrator who exists keeps the password, unless one is given. */
  readonly adminPassword?: string;
  readonly adminName?: string;
  readonly region?: string;
  readonly services?: readonly SeededService[];
  /** The demo user and the users of services. */
  readonly users?: readonly SeededUser[];
}

export interface BootstrapResult {
  /** The administrator's password where one was set: nobody can read it back later. */
  readonly adminPassword: string | undefined;
  /** Whether there was an administrator already. */
  readonly existed: boolean;
}

const ROLES = ['admin', 'member', 'reader'] as const;
const INTERFACES: readonly EndpointInterface[] = ['public', 'internal', 'admin'];

/**
 * What a cloud needs before anybody can log in: `keystone-manage bootstrap`. Done again it adds what is missing and
 * changes nothing that is there, but for passwords that are given and endpoints whose URL is another one now.
 */
export async function bootstrapIdentity(domain: IdentityDomain, bootstrap: Bootstrap): Promise<BootstrapResult> {
  const { default_domain_id: domainId } = domain.environment.configuration.get(identityOptions);
  await existing(
    () => domain.domains.get(domainId),
    () => domain.domains.create({ name: 'Default', description: 'The default domain', extra: {} }, domainId),
  );
  const roles = await seedRoles(domain);
  const adminProject = await projectOf(domain, 'admin', domainId, 'Bootstrap project for initializing the cloud.');
  const adminName = bootstrap.adminName ?? 'admin';
  const known = await found(() => domain.users.accountByName(adminName, domainId));
  const adminPassword =
    bootstrap.adminPassword ?? (known === undefined ? randomBytes(18).toString('base64url') : undefined);
  const seeded = [];
  for (const user of bootstrap.users ?? [])
    seeded.push({
      ...user,
      project: await projectOf(domain, user.project, domainId, ''),
      roles: await rolesOf(domain, user.roles ?? ['member']),
    });
  const users = await usersOf(domain, domainId, [
    { name: adminName, password: adminPassword, projectId: undefined },
    ...seeded.map(({ name, password, project }) => ({ name, password, projectId: project.id })),
  ]);
  const admin = users(adminName);
  await domain.assignments.grant({ kind: 'user', id: admin }, { kind: 'project', id: adminProject.id }, roles.admin.id);
  await domain.assignments.grant({ kind: 'user', id: admin }, { kind: 'system' }, roles.admin.id);
  for (const { name, project, roles: granted } of seeded)
    for (const { id } of granted)
      await domain.assignments.grant({ kind: 'user', id: users(name) }, { kind: 'project', id: project.id }, id);
  const region = bootstrap.region ?? 'RegionOne';
  await existing(
    () => domain.regions.get(region),
    () => domain.regions.create({ id: region, extra: {} }),
  );
  for (const service of bootstrap.services ?? []) await seedService(domain, service, region);
  return { adminPassword, existed: known !== undefined };
}

async function seedRoles(domain: IdentityDomain): Promise<Record<(typeof ROLES)[number], Role>> {
  const [admin, member, reader] = [
    await roleOf(domain, 'admin'),
    await roleOf(domain, 'member'),
    await roleOf(domain, 'reader'),
  ];
  const rules = await domain.roles.inferences();
  for (const [prior, implied] of [
    [admin, member],
    [member, reader],
  ] as const)
    if (!rules.some((rule) => rule.priorId === prior.id && rule.impliedId === implied.id))
      await domain.roles.addInference(prior.id, implied.id);
  return { admin, member, reader };
}

/** One after the other: two of one name would both be made. */
async function rolesOf(domain: IdentityDomain, names: readonly string[]): Promise<readonly Role[]> {
  const roles: Role[] = [];
  for (const name of names) roles.push(await roleOf(domain, name));
  return roles;
}

async function roleOf({ roles }: IdentityDomain, name: string): Promise<Role> {
  const [known] = (await roles.list(ListFilter.none)).filter((role) => role.name === name);
  return (
    known ??
    roles.create({ name, extra: {}, ...(ROLES.some((role) => role === name) ? { options: { immutable: true } } : {}) })
  );
}

async function projectOf(
  { projects }: IdentityDomain,
  name: string,
  domainId: string,
  description: string,
): Promise<Project> {
  return existing(
    () => projects.getByName(name, domainId),
    () => projects.create({ name, domainId, description, extra: {} }),
  );
}

/**
 * Makes users, all at once since each waits for a hash beside the main thread; those of one name in their order. Rejects
 * with the first failure when none is under way any more.
 * @returns the id of a name.
 */
async function usersOf(
  domain: IdentityDomain,
  domainId: string,
  wanted: readonly { name: string; password: string | undefined; projectId: string | undefined }[],
): Promise<(name: string) => string> {
  const ids = new Map<string, string>();
  const making = [...groupBy(wanted, ({ name }) => name).values()].map(async (sameName) => {
    for (const { name, password, projectId } of sameName)
      ids.set(name, await userOf(domain, name, domainId, password, projectId));
  });
  await Promise.allSettled(making);
  await Promise.all(making);
  return (name) => ids.get(name) as string;
}

async function userOf(
  { users, environment: { hasher } }: IdentityDomain,
  name: string,
  domainId: string,
  password: string | undefined,
  projectId?: string,
): Promise<string> {
  const known = await found(() => users.accountByName(name, domainId));
  const given = password === undefined ? {} : { password };
  if (known === undefined) {
    const project = projectId === undefined ? {} : { defaultProjectId: projectId };
    return (await users.create({ name, domainId, extra: {}, ...given, ...project })).id;
  }
  // Setting the same password again would end the user's tokens.
  const same =
    password !== undefined && known.password !== null && (await hasher.verify(password, known.password.hash));
  if (password !== undefined && !same) await users.update(known.user.id, { extra: {}, ...given });
  return known.user.id;
}

async function seedService(
  { services, endpoints }: IdentityDomain,
  { type, name, description, url }: SeededService,
  region: string,
): Promise<void> {
  const [known] = (await services.list(ListFilter.none)).filter((service) => service.type === type);
  const service =
    known ?? (await services.create({ type, extra: { name, ...(description === undefined ? {} : { description }) } }));
  const there = (await endpoints.listAll()).filter(
    ({ serviceId, regionId }) => serviceId === service.id && regionId === region,
  );
  for (const kind of INTERFACES) {
    const endpoint = there.find((one) => one.interface === kind);
    if (endpoint === undefined)
      await endpoints.create({ interface: kind, serviceId: service.id, regionId: region, url, extra: {} });
    else if (endpoint.url !== url) await endpoints.update(endpoint.id, { url, extra: {} });
  }
}

async function found<T>(get: () => Promise<T>): Promise<T | undefined> {
  try {
    return await get();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function existing<T>(get: () => Promise<T>, create: () => Promise<T>): Promise<T> {
  return (await found(get)) ?? create();
}
