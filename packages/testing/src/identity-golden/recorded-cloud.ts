// SPDX-License-Identifier: Apache-2.0
import type { IdentityDomain } from '@stackport/identity';
import { type BootedIdentity, bootIdentity } from '../boot-identity.js';
import type { RecordedRequest } from '../recorded-requests.js';
import { withIds } from './made-ids.js';

/** Of everybody in the recorded cloud. */
export const PASSWORD = 'anchor';
const SUBJECTS = { roles: 53, projects: 34, users: 45, regions: 62, services: 60, endpoints: 61 } as const;
/** The roles of users on their default projects; the administrator's, who has none, is on the project admin. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  admin: ['admin'],
  demo: ['member'],
  demo_reader: ['reader'],
  bench: ['member', 'admin'],
  bench_member: ['member'],
};
/** Of users of services. */
const SERVICE_GRANTS = ['admin', 'service'];
const IMPLICATIONS = [
  ['admin', 'member'],
  ['member', 'reader'],
] as const;

/** What a list answered of one thing. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly enabled: boolean;
  readonly tags: readonly string[];
  readonly options: Readonly<Record<string, boolean>>;
  readonly email?: string;
  readonly default_project_id?: string;
  readonly type: string;
  readonly interface: 'public' | 'internal' | 'admin';
  readonly service_id: string;
  readonly region_id: string;
  readonly url: string;
}

/** Starts an identity service that has what the recorded lists showed, under the recorded ids. */
export async function bootRecordedIdentity(recorded: readonly RecordedRequest[]): Promise<BootedIdentity> {
  let last = 0;
  // Users are listed as they were made: no two of them at one time.
  const now = (): number => (last = Math.max(Date.now(), last + 1));
  const identity = await bootIdentity({ empty: true, now });
  try {
    await furnish(identity.service.domain, (list) => {
      const { response_body: body } = recorded.find(({ seq }) => seq === SUBJECTS[list]) as RecordedRequest;
      return (JSON.parse(body) as Record<string, readonly Row[]>)[list] ?? [];
    });
    return identity;
  } catch (error) {
    await identity.close();
    throw error;
  }
}

async function furnish(domain: IdentityDomain, rows: (list: keyof typeof SUBJECTS) => readonly Row[]): Promise<void> {
  await domain.domains.create({ name: 'Default', description: 'The default domain', extra: {} }, 'default');
  for (const { id, name, options } of rows('roles')) await domain.roles.create({ name, options, extra: {} }, id);
  const roles = new Map(rows('roles').map(({ name, id }) => [name, id]));
  const role = (name: string): string => roles.get(name) ?? '';
  for (const [prior, implied] of IMPLICATIONS) await domain.roles.addInference(role(prior), role(implied));
  for (const { id, name, description, enabled, tags } of rows('projects'))
    await domain.projects.create({ domainId: 'default', name, description, enabled, tags, extra: {} }, id);
  const adminProject = rows('projects').find(({ name }) => name === 'admin')?.id ?? '';
  for (const { id, name, enabled, email, default_project_id: defaultProjectId } of rows('users')) {
    const project = defaultProjectId === undefined ? {} : { defaultProjectId };
    const extra = email === undefined ? {} : { email };
    await withIds([id], () =>
      domain.users.create({ name, domainId: 'default', password: PASSWORD, enabled, extra, ...project }),
    );
    const where = defaultProjectId ?? (name === 'admin' ? adminProject : undefined);
    if (where === undefined) continue;
    for (const granted of GRANTS[name] ?? SERVICE_GRANTS)
      await domain.assignments.grant({ kind: 'user', id }, { kind: 'project', id: where }, role(granted));
  }
  for (const { id, description } of rows('regions')) await domain.regions.create({ id, description, extra: {} });
  for (const { id, type, name } of rows('services'))
    await withIds([id], () => domain.services.create({ type, extra: { name } }));
  for (const { id, interface: kind, service_id: serviceId, region_id: regionId, url } of rows('endpoints'))
    await withIds([id], () => domain.endpoints.create({ interface: kind, serviceId, regionId, url, extra: {} }));
}
