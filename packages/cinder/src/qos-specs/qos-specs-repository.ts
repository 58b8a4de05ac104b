// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { now } from '@stackport/database';
import type { CinderDatabase } from '../database.js';
import { QoSSpecsExists, QoSSpecsNotFound } from '../errors/qos-specs.js';
import type { Prisma } from '../generated/mysql/client.js';

/** Key of the row that stands for a set of QoS specs; its value is the name. */
const ROOT_KEY = 'QoS_Specs_Name';

/** A set of QoS specs as upstream's object has it. */
export interface QosSpecs {
  readonly id: string;
  readonly name: string | null;
  /** `front-end`, `back-end` or `both`. */
  readonly consumer: string | null;
  readonly specs: Readonly<Record<string, string | null>>;
  readonly createdAt: Date | null;
  /** Of the spec that was changed last. */
  readonly updatedAt: Date | null;
}

const rootInclude = { specs: { where: { deleted: false } } } as const satisfies Prisma.QualityOfServiceSpecInclude;
type RootRow = Prisma.QualityOfServiceSpecGetPayload<{ include: typeof rootInclude }>;

/** The table `quality_of_service_specs`: a root row with the name, and a row for each spec, `consumer` among them. */
export class QosSpecsRepository {
  readonly #database: CinderDatabase;

  constructor(database: CinderDatabase) {
    this.#database = database;
  }

  async find(id: string): Promise<QosSpecs | null> {
    const row = await this.#database.client.qualityOfServiceSpec.findFirst({
      where: { id, key: ROOT_KEY, deleted: false },
      include: rootInclude,
    });
    return row === null ? null : qosSpecsOf(row);
  }

  async list(
    where: { readonly id?: string },
    orderBy: readonly Prisma.QualityOfServiceSpecOrderByWithRelationInput[],
  ): Promise<QosSpecs[]> {
    const rows = await this.#database.client.qualityOfServiceSpec.findMany({
      where: { ...where, key: ROOT_KEY, deleted: false },
      include: rootInclude,
      orderBy: [...orderBy],
    });
    return rows.map(qosSpecsOf);
  }

  /** Throws QoSSpecsExists where a living set has the name. */
  async create(values: Pick<QosSpecs, 'consumer' | 'specs'> & { readonly name: string }): Promise<string> {
    const id = randomUUID();
    const createdAt = now();
    await this.#database.transaction(async (tx) => {
      const { name } = values;
      const taken = await tx.qualityOfServiceSpec.count({ where: { key: ROOT_KEY, value: name, deleted: false } });
      if (taken > 0) throw new QoSSpecsExists(name);
      await tx.qualityOfServiceSpec.create({ data: { id, key: ROOT_KEY, value: name, createdAt } });
      await tx.qualityOfServiceSpec.createMany({
        data: Object.entries({ consumer: values.consumer, ...values.specs }).map(([key, value]) => ({
          id: randomUUID(),
          specsId: id,
          key,
          value,
          createdAt,
        })),
      });
    });
    return id;
  }

  /** Sets specs; those that are not named stay. Throws QoSSpecsNotFound. */
  async update(id: string, specs: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#database.transaction(async (tx) => {
      const root = await tx.qualityOfServiceSpec.count({ where: { id, key: ROOT_KEY, deleted: false } });
      if (root === 0) throw new QoSSpecsNotFound(id);
      for (const [key, value] of Object.entries(specs)) {
        const where = { specsId: id, key, deleted: false };
        const { count } = await tx.qualityOfServiceSpec.updateMany({ where, data: { value, updatedAt: now() } });
        if (count === 0)
          await tx.qualityOfServiceSpec.create({
            data: { id: randomUUID(), specsId: id, key, value, createdAt: now() },
          });
      }
    });
  }

  /** Takes one spec away. @returns whether there was one */
  async deleteKey(id: string, key: string): Promise<boolean> {
    const { count } = await this.#database.client.qualityOfServiceSpec.updateMany({
      where: { specsId: id, key, deleted: false },
      data: { deleted: true, deletedAt: now() },
    });
    return count > 0;
  }

  /** Deletes a set with its specs, unless volume types have it. @returns whether it did */
  async deleteUnused(id: string): Promise<boolean> {
    return this.#database.transaction(async (tx) => {
      if ((await tx.volumeType.count({ where: { qosSpecsId: id, deleted: false } })) > 0) return false;
      await tx.qualityOfServiceSpec.updateMany({
        where: { OR: [{ id }, { specsId: id }], deleted: false },
        data: { deleted: true, deletedAt: now() },
      });
      return true;
    });
  }

  /** The living volume types that have the set. */
  associations(id: string): Promise<{ id: string; name: string | null }[]> {
    return this.#database.client.volumeType.findMany({
      where: { qosSpecsId: id, deleted: false },
      select: { id: true, name: true },
      orderBy: { createdAt: 'asc' },
    });
  }

  /** Gives a volume type the set where it has none yet. @returns whether it did */
  async associate(id: string, volumeTypeId: string): Promise<boolean> {
    const { count } = await this.#database.client.volumeType.updateMany({
      where: { id: volumeTypeId, deleted: false, OR: [{ qosSpecsId: null }, { qosSpecsId: id }] },
      data: { qosSpecsId: id, updatedAt: now() },
    });
    return count > 0;
  }

  /** Takes the set from a volume type, or from all that have it. */
  async disassociate(id: string, volumeTypeId?: string): Promise<void> {
    await this.#database.client.volumeType.updateMany({
      where: { qosSpecsId: id, ...(volumeTypeId === undefined ? {} : { id: volumeTypeId }) },
      data: { qosSpecsId: null, updatedAt: now() },
    });
  }
}

/** A root row with its specs → the set. Also for the one that is read with a volume type. */
export function qosSpecsOf(row: RootRow): QosSpecs {
  const specs = Object.fromEntries(
    row.specs.flatMap(({ key, value }) => (key === null ? [] : [[key, value] as const])),
  );
  const { consumer = null, ...rest } = specs;
  const times = row.specs.flatMap(({ updatedAt }) => (updatedAt === null ? [] : [updatedAt.getTime()]));
  return {
    id: row.id,
    name: row.value,
    consumer,
    specs: rest,
    createdAt: row.createdAt,
    updatedAt: times.length === 0 ? null : new Date(Math.max(...times)),
  };
}
