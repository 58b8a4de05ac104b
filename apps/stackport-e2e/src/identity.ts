// SPDX-License-Identifier: Apache-2.0
import type { RunningCloud } from './running-cloud.js';

/** A thing as the client prints it as JSON. */
export type Printed = Readonly<Record<string, unknown>>;
/** What one logs in with: variables of the client's environment. */
export type Who = Readonly<Record<string, string>>;

/** A cloud's Identity service seen through the openstack client: by the administrator, or by somebody else. */
export class Identity {
  readonly cloud: RunningCloud;
  readonly #who: Who | undefined;

  constructor(cloud: RunningCloud, who?: Who) {
    this.cloud = cloud;
    this.#who = who;
  }

  /** As a user of the domain Default with a password. @param project - by name; without one the token has no scope */
  user(name: string, password: string, project?: string): Identity {
    const who = { OS_USERNAME: name, OS_PASSWORD: password, OS_USER_DOMAIN_NAME: 'Default' };
    if (project === undefined) return this.by(who);
    return this.by({ ...who, OS_PROJECT_NAME: project, OS_PROJECT_DOMAIN_NAME: 'Default' });
  }

  /** As whoever has these. */
  by(who: Who): Identity {
    return new Identity(this.cloud, who);
  }

  /** `openstack …`; gives what it printed. Rejects where it fails. */
  run(...words: readonly string[]): Promise<string> {
    return this.#who === undefined ? this.cloud.openstack(...words) : this.cloud.openstackBy(this.#who, ...words);
  }

  /** As `run`, for one thing. */
  async one(...words: readonly string[]): Promise<Printed> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Printed;
  }

  /** As `run`, for a list. */
  async list(...words: readonly string[]): Promise<readonly Printed[]> {
    return JSON.parse(await this.run(...words, '-f', 'json')) as Printed[];
  }

  /** A column of a list, sorted. */
  async column(name: string, ...words: readonly string[]): Promise<readonly unknown[]> {
    return (await this.list(...words)).map((row) => row[name]).sort();
  }

  /** The id of one thing: `id('user', 'show', 'ann')`. */
  async id(...words: readonly string[]): Promise<string> {
    return String((await this.one(...words)).id);
  }
}
