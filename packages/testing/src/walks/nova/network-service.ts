// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { type Request, Response } from '@stackport/wsgi';

type Document = Record<string, unknown> & { readonly id: string };

/** Who asks it. */
export interface Asker {
  readonly project: string;
  readonly isAdmin: boolean;
}

const NO_LIMIT = { quota: { port: -1, floatingip: -1, security_group: -1 } };

/** A small Networking API v2.0 in memory: it keeps what it is given, and shows projects what is theirs or shared. */
export class NetworkService {
  readonly #collections = new Map<string, Document[]>();
  /** How often a document was made, changed or deleted. */
  changes = 0;

  /** @param collection - `security-groups` @returns its id */
  add(collection: string, project: string, values: Readonly<Record<string, unknown>>): string {
    const id = typeof values.id === 'string' ? values.id : randomUUID();
    this.#of(collection).push({ name: collection, description: '', ...values, id, tenant_id: project });
    this.changes += 1;
    return id;
  }

  /** @param path - segments behind `/v2.0` */
  async answer(request: Request, [collection = '', id]: readonly string[], asker: Asker): Promise<Response> {
    if (collection === 'quotas') return Response.json(NO_LIMIT);
    if (collection === 'auto-allocated-topology') return missing();
    const name = collection.replaceAll('-', '_');
    const singular = name.replace(/s$/, '');
    if (id === undefined && request.method === 'POST') return this.#create(request, collection, singular, asker);
    const visible = this.#of(collection).filter(
      (one) => asker.isAdmin || one.shared === true || one.tenant_id === asker.project,
    );
    if (id === undefined) return Response.json({ [name]: visible.filter((one) => fits(one, request.query)) });
    const found = visible.find((one) => one.id === id);
    if (found === undefined) return missing();
    if (request.method === 'GET') return Response.json({ [singular]: found });
    this.changes += 1;
    const all = this.#of(collection);
    if (request.method === 'DELETE') {
      all.splice(all.indexOf(found), 1);
      return new Response(204);
    }
    const { [singular]: sent } = (await request.json()) as Readonly<Record<string, object>>;
    Object.assign(found, sent);
    return Response.json({ [singular]: found });
  }

  async #create(request: Request, collection: string, singular: string, { project }: Asker): Promise<Response> {
    const { [singular]: sent } = (await request.json()) as Readonly<Record<string, Record<string, unknown>>>;
    const id = this.add(collection, project, { ...DEFAULTS[collection], ...sent });
    return Response.json({ [singular]: this.#of(collection).find((one) => one.id === id) }, 201);
  }

  #of(collection: string): Document[] {
    const found = this.#collections.get(collection) ?? [];
    this.#collections.set(collection, found);
    return found;
  }
}

/** What new documents have that nobody says. */
const DEFAULTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  floatingips: { floating_ip_address: '192.0.2.8', fixed_ip_address: null, port_id: null, port_details: null },
  'security-groups': { security_group_rules: [] },
  'security-group-rules': { direction: 'ingress', ethertype: 'IPv4', remote_group_id: null },
};

/** Filters as neutron has them: any of the values of a name. */
function fits(one: Document, filters: URLSearchParams): boolean {
  return [...new Set(filters.keys())].every((name) => {
    if (name === 'fields') return true;
    const values = filters.getAll(name);
    if (name === 'fixed_ips')
      return (one.fixed_ips as readonly { readonly ip_address: string }[]).some(({ ip_address: address }) =>
        values.includes(`ip_address=${address}`),
      );
    const held = one[name];
    return values.some((value) => (typeof held === 'boolean' ? String(held) === value.toLowerCase() : held === value));
  });
}

function missing(): Response {
  return Response.json({ NeutronError: { type: 'NotFound', message: 'It is not here.', detail: '' } }, 404);
}
