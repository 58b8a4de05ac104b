// SPDX-License-Identifier: Apache-2.0
import { PATIENCE, type Shown } from './block-storage.js';
import type { RunningCloud } from './running-cloud.js';

/** The newest microversion of Debian's client, before all other words: it takes 2.1 by itself. */
const LATEST = ['--os-compute-api-version', '2.92'] as const;

/** A cloud seen by those who use its servers with the openstack client. */
export class Compute {
  readonly cloud: RunningCloud;

  constructor(cloud: RunningCloud) {
    this.cloud = cloud;
  }

  /** `openstack …` as the administrator; gives what it printed. */
  run(...words: readonly string[]): Promise<string> {
    return this.cloud.openstack(...LATEST, ...words);
  }

  /** As `run`, for one thing that is printed as JSON. */
  async one(...words: readonly string[]): Promise<Shown> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Shown;
  }

  /** As `run`, for a list that is printed as JSON. */
  async list(...words: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Record<string, unknown>[];
  }

  /** Makes servers, of the tiny image unless another is named, and waits until they run. @param words - of `openstack server create` */
  async server(name: string, ...words: readonly string[]): Promise<Shown> {
    const from = words.some((word) => word === '--volume' || word === '--image') ? [] : ['--image', 'stackport-tiny'];
    const all = [...from, '--flavor', 'm1.tiny', '--network', 'none', ...words, '--wait', name];
    return this.one('server', 'create', ...all);
  }

  /** Asks for a server until it has a status and nothing is being done with it. */
  async until(server: string, status: string): Promise<Shown> {
    for (const end = Date.now() + PATIENCE.timeout; ;) {
      const shown = await this.one('server', 'show', server);
      if (shown.status === status && shown['OS-EXT-STS:task_state'] === null) return shown;
      if (Date.now() > end || (shown.status === 'ERROR' && status !== 'ERROR'))
        throw new Error(`Server ${server} is ${String(shown.status)}, not ${status}:\n${this.cloud.output}`);
    }
  }
}
