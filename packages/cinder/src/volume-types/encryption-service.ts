// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { Invalid } from '../errors/base.js';
import type { Encryption } from '../generated/mysql/client.js';
import type { Notifications } from '../notifications/notifications.js';
import type { EncryptionRepository, EncryptionValues } from './encryption-repository.js';
import type { VolumeTypeService } from './volume-type-service.js';

/** How volumes of a type are encrypted; nothing changes while volumes have the type. */
export class EncryptionService {
  readonly #encryptions: EncryptionRepository;
  readonly #types: VolumeTypeService;
  readonly #notifications: Notifications;

  constructor(dependencies: {
    encryptions: EncryptionRepository;
    types: VolumeTypeService;
    notifications: Notifications;
  }) {
    this.#encryptions = dependencies.encryptions;
    this.#types = dependencies.types;
    this.#notifications = dependencies.notifications;
  }

  /** Throws VolumeTypeNotFound. @returns null where volumes of the type are not encrypted */
  async get(context: RequestContext, typeId: string): Promise<Encryption | null> {
    await this.#types.get(context, typeId);
    return this.#encryptions.find(typeId);
  }

  /** Throws VolumeTypeNotFound, VolumeTypeEncryptionExists, Invalid for a type that is in use. */
  async create(
    context: RequestContext,
    typeId: string,
    values: EncryptionValues & { readonly provider: string; readonly controlLocation: string },
    specs: unknown,
  ): Promise<Encryption | null> {
    await this.#checkUnused('create', typeId);
    await this.#types.get(context, typeId);
    await this.#encryptions.create(typeId, values);
    await this.#notify(context, 'create', { type_id: typeId, specs });
    return this.#encryptions.find(typeId);
  }

  /** Throws VolumeTypeNotFound, VolumeTypeEncryptionNotFound, Invalid for a type that is in use. */
  async update(context: RequestContext, typeId: string, id: string, values: EncryptionValues): Promise<void> {
    await this.#types.get(context, typeId);
    await this.#checkUnused('update', typeId);
    await this.#encryptions.update(typeId, values);
    await this.#notify(context, 'update', { type_id: typeId, id });
  }

  /** Throws VolumeTypeEncryptionNotFound, Invalid for a type that is in use. */
  async delete(_context: RequestContext, typeId: string): Promise<void> {
    await this.#checkUnused('delete', typeId);
    await this.#encryptions.delete(typeId);
  }

  async #checkUnused(verb: string, typeId: string): Promise<void> {
    if (await this.#types.isInUse(typeId)) throw new Invalid(`Cannot ${verb} encryption specs. Volume type in use.`);
  }

  async #notify(context: RequestContext, event: string, payload: Record<string, unknown>): Promise<void> {
    await this.#notifications.info(context, 'volumeTypeEncryption', `volume_type_encryption.${event}`, payload);
  }
}
