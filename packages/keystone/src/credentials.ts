// SPDX-License-Identifier: Apache-2.0
import type { Values } from '@stackport/config';
import type { authOptions } from './auth-options.js';

type AuthValues = Values<typeof authOptions>;

/** Who this service is to Keystone. */
export type Credentials =
  { readonly kind: 'fixed'; readonly token: string } | { readonly kind: 'request'; readonly body: unknown };

/**
 * Credentials from a section's options: a password by default, or as `auth_type` says. Undefined for a section
 * that names nobody.
 * @throws TypeError for a kind that there is not, or that lacks what it needs.
 */
export function credentialsFrom(values: AuthValues): Credentials | undefined {
  switch (values.auth_type) {
    case undefined:
    case 'password':
    case 'v3password':
      return passwordCredentials(values);
    case 'token':
    case 'v3token':
      if (values.token === undefined) throw new TypeError('auth_type token needs the option token');
      return request({ methods: ['token'], token: { id: values.token } }, scopeOf(values));
    case 'admin_token':
      if (values.token === undefined) throw new TypeError('auth_type admin_token needs the option token');
      return { kind: 'fixed', token: values.token };
    case 'v3applicationcredential':
      return applicationCredential(values);
    default:
      throw new TypeError(
        `auth_type ${values.auth_type} is not one of password, v3password, token, v3token, admin_token, v3applicationcredential`,
      );
  }
}

/** The credentials of Grizzly's paste file: user and tenant by name, in the default domain. */
export function legacyCredentials(user: string, password: string | undefined, project: string): Credentials {
  const domain = { id: 'default' };
  const identity = { methods: ['password'], password: { user: { name: user, domain, password: password ?? '' } } };
  return request(identity, { project: { name: project, domain } });
}

function passwordCredentials(values: AuthValues): Credentials | undefined {
  const { user_id: id, username: name, password = '' } = values;
  if (id === undefined && name === undefined) return undefined;
  const user = id !== undefined ? { id, password } : { name, domain: userDomain(values), password };
  return request({ methods: ['password'], password: { user } }, scopeOf(values));
}

function applicationCredential(values: AuthValues): Credentials {
  const {
    application_credential_id: id,
    application_credential_name: name,
    application_credential_secret: secret,
  } = values;
  if (secret === undefined || (id === undefined && name === undefined))
    throw new TypeError('auth_type v3applicationcredential needs application_credential_secret and an id or a name');
  const user =
    values.user_id !== undefined ? { id: values.user_id } : { name: values.username, domain: userDomain(values) };
  const credential = id !== undefined ? { id, secret } : { name, secret, user };
  // Its scope is part of the credential.
  return request({ methods: ['application_credential'], application_credential: credential }, undefined);
}

function userDomain(values: AuthValues): unknown {
  return domain(values.user_domain_id, values.user_domain_name, values);
}

function domain(id: string | undefined, name: string | undefined, values: AuthValues): unknown {
  if (id !== undefined) return { id };
  if (name !== undefined) return { name };
  if (values.default_domain_id !== undefined) return { id: values.default_domain_id };
  if (values.default_domain_name !== undefined) return { name: values.default_domain_name };
  return { id: 'default' };
}

function scopeOf(values: AuthValues): unknown {
  if (values.trust_id !== undefined) return { 'OS-TRUST:trust': { id: values.trust_id } };
  if (values.system_scope !== undefined) return { system: { all: true } };
  if (values.domain_id !== undefined) return { domain: { id: values.domain_id } };
  if (values.domain_name !== undefined) return { domain: { name: values.domain_name } };
  if (values.project_id !== undefined) return { project: { id: values.project_id } };
  if (values.project_name !== undefined) {
    const owner = domain(values.project_domain_id, values.project_domain_name, values);
    return { project: { name: values.project_name, domain: owner } };
  }
  return undefined;
}

function request(identity: unknown, scope: unknown): Credentials {
  return { kind: 'request', body: { auth: { identity, ...(scope === undefined ? {} : { scope }) } } };
}
