// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import type { JsonObject } from '../common/fields.js';
import { NotFound } from '../errors.js';
import { OAuth1Repository } from './oauth1-repository.js';
import type { Consumer } from './oauth1.js';

export interface ConsumerChanges {
  readonly description?: string | null;
  readonly extra: Readonly<JsonObject>;
}

export class Consumers {
  readonly #environment: Environment;
  readonly #repository: OAuth1Repository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new OAuth1Repository(environment.database.client);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<Consumer> {
    return (await this.getWithSecret(id)).consumer;
  }

  /** Throws `NotFound`. */
  async getWithSecret(id: string): Promise<{ consumer: Consumer; secret: string }> {
    const found = await this.#repository.findConsumer(id);
    if (found === undefined) throw new NotFound('Consumer not found', 'consumer');
    return found;
  }

  list(): Promise<Consumer[]> {
    return this.#repository.listConsumers();
  }

  /** The secret is answered here and never again. */
  async create({ description, extra }: ConsumerChanges): Promise<{ consumer: Consumer; secret: string }> {
    const consumer: Consumer = { id: newId(), description: description ?? null, extra };
    const secret = newId();
    await this.#repository.createConsumer(consumer, secret);
    return { consumer, secret };
  }

  /** Throws `NotFound`. */
  async update(id: string, { description, extra }: ConsumerChanges): Promise<Consumer> {
    const before = await this.get(id);
    const consumer: Consumer = {
      id,
      description: description === undefined ? before.description : description,
      extra: { ...before.extra, ...extra },
    };
    await this.#repository.updateConsumer(consumer);
    return consumer;
  }

  /** With its tokens. Throws `NotFound`. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#repository.deleteConsumer(id);
    await this.#environment.changes.note();
  }
}
