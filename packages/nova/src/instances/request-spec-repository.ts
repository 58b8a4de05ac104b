// SPDX-License-Identifier: Apache-2.0
import { now } from '@stackport/database';
import type { ObjectValues } from '@stackport/versioned-objects';
import type { ApiDatabase, ApiTransaction } from '../database.js';
import { RequestSpecNotFound } from '../errors/instances.js';
import { decode, type NovaObject } from '../objects/nova-object.js';
import { objectOf } from '../object-values.js';

/** What a server was asked for with, kept for the time when it moves. */
export type RequestSpecValues = ObjectValues & { readonly instance_uuid?: string };

/** Fields that are of one scheduling, and not kept (nova 26, objects/request_spec.py). */
const NOT_KEPT = [
  'retry',
  'requested_destination',
  'requested_resources',
  'ignore_hosts',
  'network_metadata',
  'instance_uuid',
  'id',
];

/** Request specs: the only code that touches their table. */
export class RequestSpecRepository {
  readonly #database: ApiDatabase;

  constructor(database: ApiDatabase) {
    this.#database = database;
  }

  /** Throws `RequestSpecNotFound`. */
  async get(instanceUuid: string): Promise<RequestSpecValues> {
    const row = await this.#database.client.requestSpec.findFirst({ where: { instanceUuid } });
    if (row === null) throw new RequestSpecNotFound(instanceUuid);
    return {
      ...(decode(JSON.parse(row.spec)) as ObjectValues),
      id: row.id,
      instance_uuid: instanceUuid,
      ignore_hosts: null,
      requested_destination: null,
      retry: null,
      requested_resources: [],
    };
  }

  /** Resolves to its number. */
  async create(transaction: ApiTransaction, instanceUuid: string, spec: RequestSpecValues): Promise<number> {
    const row = await transaction.requestSpec.create({ data: { instanceUuid, spec: textOf(spec), createdAt: now() } });
    return row.id;
  }

  async save(instanceUuid: string, spec: RequestSpecValues): Promise<void> {
    const { count } = await this.#database.client.requestSpec.updateMany({
      where: { instanceUuid },
      data: { spec: textOf(spec), updatedAt: now() },
    });
    if (count === 0) throw new RequestSpecNotFound(instanceUuid);
  }

  async remove(instanceUuid: string): Promise<void> {
    await this.#database.client.requestSpec.deleteMany({ where: { instanceUuid } });
  }
}

function textOf(spec: RequestSpecValues): string {
  const kept = Object.fromEntries(
    Object.entries(spec).map(([field, value]) => [field, NOT_KEPT.includes(field) ? undefined : value]),
  );
  const object: NovaObject = objectOf('RequestSpec', { retry: null, requested_destination: null, ...kept });
  return JSON.stringify(object);
}
