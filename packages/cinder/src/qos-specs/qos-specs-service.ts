// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { InvalidQoSSpecs, QoSSpecsInUse, QoSSpecsKeyNotFound, QoSSpecsNotFound } from '../errors/qos-specs.js';
import { InvalidVolumeType } from '../errors/volume-types.js';
import type { Notifications } from '../notifications/notifications.js';
import { cutPage, sortOrder, type Page } from '../paging/page.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { QosSpecs, QosSpecsRepository } from './qos-specs-repository.js';

const CONSUMERS = ['front-end', 'back-end', 'both'];
const SORT_COLUMNS = {
  id: 'id',
  created_at: 'createdAt',
  updated_at: 'updatedAt',
  key: 'key',
  value: 'value',
} as const;

export interface QosSpecsServiceDependencies {
  readonly specs: QosSpecsRepository;
  readonly types: VolumeTypeService;
  readonly notifications: Notifications;
}

/** Sets of QoS specs and the volume types that have them: upstream's cinder/volume/qos_specs.py. For administrators. */
export class QosSpecsService {
  readonly #dependencies: QosSpecsServiceDependencies;

  constructor(dependencies: QosSpecsServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Throws QoSSpecsNotFound. */
  async get(_context: RequestContext, id: string): Promise<QosSpecs> {
    const specs = await this.#dependencies.specs.find(id);
    if (specs === null) throw new QoSSpecsNotFound(id);
    return specs;
  }

  /** Throws InvalidInput for a bad order, QoSSpecsNotFound for a marker that is not in the list. */
  async list(_context: RequestContext, filters: { readonly id?: string }, page: Page): Promise<QosSpecs[]> {
    const rows = await this.#dependencies.specs.list(filters, sortOrder(page, SORT_COLUMNS));
    return cutPage(rows, page, (marker) => new QoSSpecsNotFound(marker));
  }

  /** Throws InvalidQoSSpecs, QoSSpecsExists. @param values.consumer - `back-end` where there is none */
  create(
    context: RequestContext,
    values: { readonly name: string; readonly consumer?: string | null; readonly specs: Record<string, string | null> },
  ): Promise<QosSpecs> {
    return this.#notified(context, 'create', { name: values.name }, async () => {
      const consumer = values.consumer ?? 'back-end';
      checkConsumer(consumer);
      const id = await this.#dependencies.specs.create({ ...values, consumer });
      const specs = await this.get(context, id);
      return [specs, { name: values.name, created_at: specs.createdAt, specs: values.specs }];
    });
  }

  /** Sets specs; those that are not named stay. Throws QoSSpecsNotFound, InvalidQoSSpecs. */
  async update(context: RequestContext, id: string, specs: Record<string, string | null>): Promise<void> {
    await this.#notified(context, 'update', { id }, async () => {
      const before = await this.get(context, id);
      if (specs.consumer !== undefined) checkConsumer(specs.consumer);
      await this.#dependencies.specs.update(id, specs);
      return [before, { id, created_at: before.createdAt, updated_at: new Date(), specs }];
    });
  }

  /**
   * @param options.force - volume types that have it lose it
   * @throws QoSSpecsNotFound, QoSSpecsInUse
   */
  async delete(context: RequestContext, id: string, { force = false } = {}): Promise<void> {
    await this.#notified(context, 'delete', { id }, async () => {
      const before = await this.get(context, id);
      if (force) await this.#dependencies.specs.disassociate(id);
      if (!(await this.#dependencies.specs.deleteUnused(id))) throw new QoSSpecsInUse(id);
      return [before, { id, created_at: before.createdAt, deleted_at: new Date() }];
    });
  }

  /** Takes specs away, in order, until one is not there. Throws QoSSpecsNotFound, QoSSpecsKeyNotFound. */
  async deleteKeys(context: RequestContext, id: string, keys: readonly string[]): Promise<void> {
    await this.#notified(context, 'delete_keys', { id }, async () => {
      const before = await this.get(context, id);
      for (const key of keys) {
        const found = Object.hasOwn(before.specs, key) && (await this.#dependencies.specs.deleteKey(id, key));
        if (!found) throw new QoSSpecsKeyNotFound(id, key);
      }
      return [before, { id, created_at: before.createdAt, updated_at: before.updatedAt }];
    });
  }

  /** The volume types that have it. Throws QoSSpecsNotFound. */
  async associations(context: RequestContext, id: string): Promise<{ id: string; name: string | null }[]> {
    let found: { id: string; name: string | null }[] = [];
    await this.#notified(context, 'associations', { id }, async () => {
      const specs = await this.get(context, id);
      found = await this.#dependencies.specs.associations(id);
      return [specs, { id, created_at: specs.createdAt }];
    });
    return found;
  }

  /** Throws QoSSpecsNotFound, VolumeTypeNotFound, InvalidVolumeType where the type has another set. */
  async associate(context: RequestContext, id: string, volumeTypeId: string): Promise<void> {
    await this.#notified(context, 'associate', { id }, async () => {
      const specs = await this.get(context, id);
      await this.#dependencies.types.get(context, volumeTypeId);
      if (!(await this.#dependencies.specs.associate(id, volumeTypeId))) {
        const { qosSpecsId } = await this.#dependencies.types.get(context, volumeTypeId);
        throw new InvalidVolumeType(
          `Type ${volumeTypeId} is already associated with another qos specs: ${qosSpecsId ?? ''}`,
        );
      }
      return [specs, { id, type_id: volumeTypeId, created_at: specs.createdAt }];
    });
  }

  /** Throws QoSSpecsNotFound, VolumeTypeNotFound. */
  async disassociate(context: RequestContext, id: string, volumeTypeId: string): Promise<void> {
    await this.#notified(context, 'disassociate', { id }, async () => {
      const specs = await this.get(context, id);
      await this.#dependencies.types.get(context, volumeTypeId);
      await this.#dependencies.specs.disassociate(id, volumeTypeId);
      return [specs, { id, type_id: volumeTypeId, created_at: specs.createdAt }];
    });
  }

  /** Throws QoSSpecsNotFound. */
  async disassociateAll(context: RequestContext, id: string): Promise<void> {
    await this.#notified(context, 'disassociate_all', { id }, async () => {
      const specs = await this.get(context, id);
      await this.#dependencies.specs.disassociate(id);
      return [specs, { id, created_at: specs.createdAt }];
    });
  }

  async #notified(
    context: RequestContext,
    event: string,
    what: { readonly id?: string; readonly name?: string },
    action: () => Promise<[QosSpecs, Record<string, unknown>]>,
  ): Promise<QosSpecs> {
    const { notifications } = this.#dependencies;
    let specs: QosSpecs;
    let payload: Record<string, unknown>;
    try {
      [specs, payload] = await action();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await notifications.error(context, 'QoSSpecs', `qos_specs.${event}`, { ...what, error_message: text });
      throw error;
    }
    await notifications.info(context, 'QoSSpecs', `qos_specs.${event}`, payload);
    return specs;
  }
}

function checkConsumer(consumer: string | null): void {
  if (consumer === null || !CONSUMERS.includes(consumer))
    // Upstream puts the description of its own field into the text.
    throw new InvalidQoSSpecs(
      "Valid consumer of QoS specs are: QoSConsumerValues(default=<class 'oslo_versionedobjects.fields.UnspecifiedDefault'>," +
        "nullable=False,valid_values=('back-end', 'front-end', 'both'))",
    );
}
