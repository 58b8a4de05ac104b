// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { KeypairLimitExceeded, KeypairNotFound } from '../errors/keypairs.js';
import type { Notifications } from '../notifications/notifications.js';
import { keyPairPayload } from '../notifications/payloads.js';
import type { VersionedNotifications } from '../notifications/versioned-notifications.js';
import type { QuotaService } from '../quotas/quota-service.js';
import { type GeneratedKeyPair, generateSshKeyPair, generateX509KeyPair, x509Fingerprint } from './key-generator.js';
import type { KeyPair, KeyPairKind, KeyPairRepository } from './keypair-repository.js';
import { sshFingerprint } from './ssh-public-key.js';

export interface KeyPairServiceInit {
  readonly keyPairs: KeyPairRepository;
  readonly quotas: QuotaService;
  readonly notifications: Notifications;
  readonly versioned: VersionedNotifications;
  /** `[quota] recheck_quota` */
  readonly recheckQuota: boolean;
}

/** Key pairs of users (nova 26, compute/api.py, KeypairAPI). */
export class KeyPairService {
  readonly #init: KeyPairServiceInit;

  constructor(init: KeyPairServiceInit) {
    this.#init = init;
  }

  /** Throws KeypairNotFound. */
  async get(userId: string, name: string): Promise<KeyPair> {
    const found = await this.#init.keyPairs.find(userId, name);
    if (found === null) throw new KeypairNotFound(name, userId);
    return found;
  }

  /** Throws MarkerNotFound. */
  list(userId: string, page: { readonly limit?: number; readonly marker?: string | undefined }): Promise<KeyPair[]> {
    return this.#init.keyPairs.list(userId, page);
  }

  /** Keeps a public key. Throws KeypairLimitExceeded, InvalidKeypair, KeyPairExists. */
  async import(
    context: RequestContext,
    userId: string,
    name: string,
    { publicKey, type }: { readonly publicKey: string; readonly type: KeyPairKind },
  ): Promise<KeyPair> {
    await this.#checkQuota(context, userId, 1);
    await this.#notify(context, 'import.start', { userId, name, type, publicKey });
    const fingerprint = type === 'ssh' ? sshFingerprint(publicKey) : x509Fingerprint(publicKey);
    const made = await this.#init.keyPairs.create({ userId, name, type, fingerprint, publicKey });
    await this.#notify(context, 'import.end', made);
    return made;
  }

  /** Makes a pair, and keeps its public half. Throws KeypairLimitExceeded, KeyPairExists. */
  async create(
    context: RequestContext,
    userId: string,
    name: string,
    type: KeyPairKind,
  ): Promise<{ readonly keyPair: KeyPair; readonly privateKey: string }> {
    await this.#checkQuota(context, userId, 1);
    await this.#notify(context, 'create.start', { userId, name, type });
    const { privateKey, publicKey, fingerprint } = await this.#generate(userId, type);
    const keyPair = await this.#init.keyPairs.create({ userId, name, type, fingerprint, publicKey });
    if (this.#init.recheckQuota) await this.#recheckQuota(context, userId, name);
    await this.#notify(context, 'create.end', keyPair);
    return { keyPair, privateKey };
  }

  /** Throws KeypairNotFound. */
  async delete(context: RequestContext, userId: string, name: string): Promise<void> {
    await this.#tell(context, 'delete.start', name);
    const keyPair = await this.get(userId, name);
    await this.#init.versioned.emit(context, 'keypair.delete.start', keyPairPayload(keyPair));
    if (!(await this.#init.keyPairs.delete(userId, name))) throw new KeypairNotFound(name, userId);
    await this.#notify(context, 'delete.end', keyPair);
  }

  #generate(userId: string, type: KeyPairKind): Promise<GeneratedKeyPair> {
    return type === 'ssh' ? generateSshKeyPair() : generateX509KeyPair(userId);
  }

  async #checkQuota(context: RequestContext, userId: string, more: number): Promise<void> {
    const count = await this.#init.keyPairs.count(userId);
    const overs = await this.#init.quotas.overs(context, { user: { key_pairs: count + more } });
    if (overs.length > 0) throw new KeypairLimitExceeded();
  }

  /** Of requests at the same time, the one that finds too many takes its own back. */
  async #recheckQuota(context: RequestContext, userId: string, name: string): Promise<void> {
    try {
      await this.#checkQuota(context, userId, 0);
    } catch (error) {
      await this.#init.keyPairs.delete(userId, name);
      throw error;
    }
  }

  /** In both formats. */
  async #notify(context: RequestContext, event: string, keyPair: Parameters<typeof keyPairPayload>[0]): Promise<void> {
    await this.#tell(context, event, keyPair.name);
    await this.#init.versioned.emit(context, `keypair.${event}`, keyPairPayload(keyPair));
  }

  #tell(context: RequestContext, event: string, name: string): Promise<void> {
    return this.#init.notifications.info(context, 'api', `keypair.${event}`, {
      tenant_id: context.projectId ?? null,
      user_id: context.userId ?? null,
      key_name: name,
    });
  }
}
