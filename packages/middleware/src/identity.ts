// SPDX-License-Identifier: Apache-2.0
import { type LegacyCatalogService, type ValidatedToken, expiryOf, legacyCatalog } from '@stackport/keystone';
import { type RequestContext, contextFromRequest } from '@stackport/context';
import { HeaderMap, Request } from '@stackport/wsgi';
import { FORMER_NAMES, type IdentityField, RESERVED } from './identity-headers.js';

/** Key of `environ` for the identity behind the user's token. */
export const IDENTITY_KEY = 'stackport.identity';
/** Key of `environ` for Keystone's answer about it, `{ token }`, as upstream's filters have it. */
export const TOKEN_INFO_KEY = 'keystone.token_info';

/** A validated token with what requests need of it, worked out once and used for as long as the token is remembered. */
export class Identity {
  readonly token: ValidatedToken;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** As applications find it in `keystone.token_info`. */
  readonly info: { readonly token: ValidatedToken };
  readonly roleNames: readonly string[];
  #userHeaders: HeaderMap | undefined;
  #serviceHeaders: HeaderMap | undefined;
  #catalog: readonly LegacyCatalogService[] | undefined;
  #catalogText: string | undefined;
  #context: RequestContext | undefined;
  #absent: readonly string[] | undefined;

  constructor(token: ValidatedToken) {
    this.token = token;
    this.expires = expiryOf(token);
    this.info = { token };
    this.roleNames = token.roles.map((role) => role.name);
  }

  /** X-Identity-Status, X-User-Id, …: all but the catalog. */
  get userHeaders(): HeaderMap {
    if (this.#userHeaders !== undefined) return this.#userHeaders;
    const fields = fieldsOf(this.token);
    const headers = identityHeaders('X-', fields, this.roleNames);
    for (const [name, field] of Object.entries(FORMER_NAMES)) setText(headers, name, fields[field]);
    setText(headers, 'X-Role', this.roleNames.join(','));
    headers.set('X-Identity-Status', 'Confirmed');
    headers.set('X-Is-Admin-Project', this.token.is_admin_project === false ? 'False' : 'True');
    // A service token's scope says nothing about the user (upstream lets it replace the user's).
    if (this.token.system?.all === true) headers.set('OpenStack-System-Scope', 'all');
    return (this.#userHeaders = headers);
  }

  /** X-Service-Identity-Status, X-Service-User-Id, … */
  get serviceHeaders(): HeaderMap {
    if (this.#serviceHeaders !== undefined) return this.#serviceHeaders;
    const headers = identityHeaders('X-Service-', fieldsOf(this.token), this.roleNames);
    headers.set('X-Service-Identity-Status', 'Confirmed');
    return (this.#serviceHeaders = headers);
  }

  /** The catalog in the v2 form; empty where the token has none. */
  get catalog(): readonly LegacyCatalogService[] {
    return (this.#catalog ??= legacyCatalog(this.token.catalog ?? []));
  }

  /** X-Service-Catalog; undefined where the token has no catalog. */
  get catalogText(): string | undefined {
    if (this.token.catalog === undefined) return undefined;
    return (this.#catalogText ??= JSON.stringify(this.catalog).replaceAll('\u007f', '\\u007f'));
  }

  /** A context as `userHeaders` make it, for those of requests to be copied from. */
  get context(): RequestContext {
    return (this.#context ??= contextFromRequest(new Request({ headers: this.userHeaders })));
  }

  /** Whether a request's headers still say of the user what authtoken put there. */
  isUnchangedIn(headers: HeaderMap): boolean {
    this.#absent ??= [...RESERVED].filter((name) => name !== 'x-service-catalog' && !this.userHeaders.has(name));
    return headers.includes(this.userHeaders) && !this.#absent.some((name) => headers.has(name));
  }

  /** As upstream's debug line names it. */
  toString(): string {
    const { user, project } = this.token;
    return `user_id ${user.id}, project_id ${project?.id ?? 'None'}, roles ${this.roleNames.join(',')}`;
  }
}

/** Identities by token object, for as long as the validator remembers that object. */
export class Identities {
  readonly #known = new WeakMap<ValidatedToken, Identity>();

  of(token: ValidatedToken): Identity {
    let identity = this.#known.get(token);
    if (identity === undefined) this.#known.set(token, (identity = new Identity(token)));
    return identity;
  }
}

function fieldsOf({
  user,
  project,
  domain,
}: ValidatedToken): Readonly<Partial<Record<IdentityField, string | undefined>>> {
  return {
    'User-Id': user.id,
    'User-Name': user.name,
    'User-Domain-Id': user.domain.id,
    'User-Domain-Name': user.domain.name,
    'Project-Id': project?.id,
    'Project-Name': project?.name,
    'Project-Domain-Id': project?.domain.id,
    'Project-Domain-Name': project?.domain.name,
    'Domain-Id': domain?.id,
    'Domain-Name': domain?.name,
  };
}

function identityHeaders(
  prefix: 'X-' | 'X-Service-',
  fields: ReturnType<typeof fieldsOf>,
  roles: readonly string[],
): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(fields)) setText(headers, prefix + name, value);
  setText(headers, `${prefix}Roles`, roles.join(','));
  return headers;
}

/** A name may hold any character, a header not: control characters are percent-encoded. */
function setText(headers: HeaderMap, name: string, value: string | undefined): void {
  // eslint-disable-next-line no-control-regex -- the control characters are what it is about
  if (value !== undefined) headers.set(name, value.replace(/[\u0000-\u001f\u007f]/g, encodeURIComponent));
}
