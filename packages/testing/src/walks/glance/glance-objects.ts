// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Client } from '../../client.js';

/** The project that owns what the walk asks about, and one that owns nothing. */
export const OWNER = 'owner-project';
export const STRANGER = 'stranger-project';

const LIMIT_MS = 60_000;

/** Images and definitions of the owner's project, made through the API; each method makes one, and returns its id. */
export class GlanceObjects {
  readonly #admin: Client;

  /** @param admin - an administrator of the owner's project */
  constructor(admin: Client) {
    this.#admin = admin;
  }

  /** Without data. */
  async queuedImage(values: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const data = { name: 'image', visibility: 'private', disk_format: 'raw', container_format: 'bare', ...values };
    return (await this.#done(this.#admin.post('/v2/images', data))).field('id');
  }

  async image(values: Readonly<Record<string, unknown>> = {}): Promise<string> {
    const id = await this.queuedImage(values);
    await this.#done(this.#admin.put(`/v2/images/${id}/file`, 'data'));
    return id;
  }

  async deactivatedImage(): Promise<string> {
    const id = await this.image();
    await this.#done(this.#admin.send('POST', `/v2/images/${id}/actions/deactivate`));
    return id;
  }

  async stagedImage(): Promise<string> {
    const id = await this.queuedImage();
    await this.#done(this.#admin.put(`/v2/images/${id}/stage`, 'data'));
    return id;
  }

  /** Its data are in both stores. */
  async imageTwice(): Promise<string> {
    const id = await this.image();
    const copy = { method: { name: 'copy-image' }, stores: ['slow'] };
    await this.#done(this.#admin.post(`/v2/images/${id}/import`, copy));
    await this.settled();
    return id;
  }

  async sharedImage(memberId: string): Promise<string> {
    const id = await this.image({ visibility: 'shared' });
    await this.#done(this.#admin.post(`/v2/images/${id}/members`, { member: memberId }));
    return id;
  }

  async cachedImage(): Promise<string> {
    const id = await this.image();
    await this.#done(this.#admin.send('PUT', `/v2/cache/${id}`));
    return id;
  }

  /** Fails, as there is nothing behind its address; tasks stay as they end. */
  async task(): Promise<string> {
    return (await this.#done(this.#admin.post('/v2/tasks', taskRequest()))).field('id');
  }

  /** With an object `object`, a property `property`, a tag `tag` and the resource type `type`. */
  async namespace(): Promise<string> {
    const namespace = randomUUID();
    const definition = { type: 'string', title: 'A title' };
    await this.#done(
      this.#admin.post('/v2/metadefs/namespaces', {
        namespace,
        visibility: 'private',
        owner: OWNER,
        resource_type_associations: [{ name: 'OS::Nova::Flavor' }],
        properties: { property: definition },
        objects: [{ name: 'object', properties: { part: definition } }],
        tags: [{ name: 'tag' }],
      }),
    );
    return namespace;
  }

  /** Waits until no task goes on. */
  async settled(): Promise<void> {
    const end = Date.now() + LIMIT_MS;
    for (;;) {
      const { tasks } = (await this.#done(this.#admin.get('/v2/tasks?limit=1000'))).json() as {
        tasks: { status: string }[];
      };
      if (tasks.every(({ status }) => ['success', 'failure'].includes(status))) return;
      if (Date.now() > end) throw new Error('tasks do not end');
      await sleep(5);
    }
  }

  async #done(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
    return answer;
  }
}

/** An import from where nobody listens. */
export function taskRequest(): Readonly<Record<string, unknown>> {
  const properties = { disk_format: 'raw', container_format: 'bare', name: 'imported' };
  const input = { import_from: 'http://127.0.0.1:9/image', import_from_format: 'raw', image_properties: properties };
  return { type: 'import', input };
}
