// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { ListFilter } from '../common/list-filter.js';
import { whenTaken } from '../common/when-taken.js';
import { expected, Forbidden, notFound, ValidationError } from '../errors.js';
import { credentialOptions } from '../options.js';
import { CredentialRepository, type SealedCredential } from './credential-repository.js';
import type { Credential } from './credential.js';
import type { CredentialCipher } from './credential-cipher.js';

/** What the caller's token delegates: an EC2 key made with it stays bound to it. */
export interface Delegation {
  readonly trustId?: string | undefined;
  readonly applicationCredentialId?: string | undefined;
  readonly accessTokenId?: string | undefined;
}

/** Keys of an EC2 blob that say what the credential is bound to. */
const BOUND_KEYS = ['trust_id', 'app_cred_id', 'access_token_id', 'access_id'];

export class Credentials {
  readonly #environment: Environment;
  readonly #repository: CredentialRepository;
  readonly #cipher: CredentialCipher;

  constructor(environment: Environment, cipher: CredentialCipher) {
    this.#environment = environment;
    this.#repository = new CredentialRepository(environment.database.client);
    this.#cipher = cipher;
  }

  /** The id of an EC2 credential: nobody can find it out without the access key. */
  static ec2Id(access: string): string {
    return createHash('sha256').update(access).digest('hex');
  }

  async find(id: string): Promise<Credential | undefined> {
    const sealed = await this.#repository.find(id);
    return sealed === undefined ? undefined : this.#open(sealed);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Credential> {
    const credential = await this.find(id);
    if (credential === undefined) throw notFound('credential', id);
    return credential;
  }

  async list(filter: ListFilter): Promise<Credential[]> {
    const sealed = await this.#repository.list({ userId: filter.exact('user_id'), type: filter.exact('type') });
    return sealed.map((one) => this.#open(one));
  }

  async listOfUser(userId: string, type: string): Promise<Credential[]> {
    return (await this.#repository.list({ userId, type })).map((one) => this.#open(one));
  }

  /** Throws `ValidationError` for an EC2 blob without an access key, `Forbidden` over the user's bound, `Conflict`. */
  async create(given: Omit<Credential, 'id'>, delegation: Delegation = {}): Promise<Credential> {
    const { user_limit: limit } = this.#environment.configuration.get(credentialOptions);
    if (limit >= 0 && (await this.#repository.count(given.userId)) >= limit)
      throw new Forbidden(`Unable to create additional credentials, maximum of ${limit} already exceeded for user.`);
    const credential: Credential =
      given.type.toLowerCase() === 'ec2' ? bind(given, delegation) : { ...given, id: newId() };
    await whenTaken('credential', `Duplicate entry found with ID ${credential.id}`, () =>
      this.#repository.create(this.#seal(credential)),
    );
    return credential;
  }

  /** Throws `NotFound`; `ValidationError` for an EC2 blob that is bound to something else. */
  async updateBlob(id: string, blob: string): Promise<Credential> {
    const before = await this.get(id);
    if (before.type.toLowerCase() === 'ec2') {
      const [old, fresh] = [parseEc2Blob(before.blob), parseEc2Blob(blob)];
      const changed = BOUND_KEYS.find((key) => (old[key] ?? null) !== (fresh[key] ?? null));
      if (changed !== undefined) throw new ValidationError(`${changed} can not be updated for credential`);
    }
    await this.#repository.updateBlob(id, this.#cipher.encrypt(blob), this.#cipher.keyHash);
    return { ...before, blob };
  }

  /** Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    if ((await this.#repository.find(id)) === undefined) throw notFound('credential', id);
    await this.#repository.delete(id);
  }

  #seal({ blob, ...rest }: Credential): SealedCredential {
    return { ...rest, encryptedBlob: this.#cipher.encrypt(blob), keyHash: this.#cipher.keyHash };
  }

  #open({ id, userId, projectId, type, encryptedBlob, extra }: SealedCredential): Credential {
    return { id, userId, projectId, type, blob: this.#cipher.decrypt(encryptedBlob), extra };
  }
}

function bind(given: Omit<Credential, 'id'>, delegation: Delegation): Credential {
  const blob = parseEc2Blob(given.blob);
  const bound = {
    ...(delegation.trustId === undefined ? {} : { trust_id: delegation.trustId }),
    ...(delegation.applicationCredentialId === undefined ? {} : { app_cred_id: delegation.applicationCredentialId }),
    ...(delegation.accessTokenId === undefined ? {} : { access_token_id: delegation.accessTokenId }),
  };
  const text = Object.keys(bound).length === 0 ? given.blob : JSON.stringify({ ...blob, ...bound });
  return { ...given, id: Credentials.ec2Id(String(blob.access)), blob: text };
}

/** Throws `ValidationError` for what is no JSON object with an access key. */
export function parseEc2Blob(text: string): Record<string, unknown> {
  let blob: unknown;
  try {
    blob = JSON.parse(text);
  } catch {
    throw new ValidationError('Invalid blob in credential');
  }
  if (typeof blob !== 'object' || blob === null || Array.isArray(blob) || Object.keys(blob).length === 0)
    throw expected('blob', 'credential');
  const { access } = blob as Record<string, unknown>;
  if (access === undefined || access === null) throw expected('access', 'credential');
  return blob as Record<string, unknown>;
}
