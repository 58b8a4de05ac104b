// SPDX-License-Identifier: Apache-2.0
import { Agent, request } from 'node:http';
import { once } from 'node:events';

/**
 * @typedef {object} Load - what became of the requests so far
 * @property {number} total
 * @property {string[]} accepted - ids of what requests that were answered with 202 made
 * @property {{ status: number, text: string }[]} refused - all other answers; status 0: there was none
 */

/** Creates by several clients at once. */
export class Creates {
  #init;
  #next = 0;
  /** @type {Load} */
  load;

  /**
   * @param {object} init
   * @param {string} init.url
   * @param {string} init.token
   * @param {string} init.wrapper - key of what is made, in request and answer
   * @param {(number: number) => object} init.describe - what is to be made
   * @param {number} init.total
   * @param {number} init.clients
   */
  constructor(init) {
    this.#init = init;
    this.load = { total: init.total, accepted: [], refused: [] };
  }

  get answered() {
    return this.load.accepted.length + this.load.refused.length;
  }

  /** Resolves when every request has its answer, however long that takes: a service that waits for the broker is right. */
  async run() {
    const agent = new Agent({ keepAlive: true, maxSockets: this.#init.clients });
    const client = async () => {
      while (this.#next < this.#init.total) await this.#create(agent, this.#next++);
    };
    await Promise.all(Array.from({ length: this.#init.clients }, client));
    agent.destroy();
  }

  async #create(agent, number) {
    const { accepted, refused } = this.load;
    try {
      const { status, text } = await this.#post(agent, this.#init.describe(number));
      if (status === 202) accepted.push(JSON.parse(text)[this.#init.wrapper].id);
      else refused.push({ status, text });
    } catch (error) {
      refused.push({ status: 0, text: error.message });
    }
  }

  async #post(agent, described) {
    const headers = { 'X-Auth-Token': this.#init.token, 'Content-Type': 'application/json' };
    const outgoing = request(this.#init.url, { agent, method: 'POST', headers });
    outgoing.end(JSON.stringify({ [this.#init.wrapper]: described }));
    const [incoming] = await once(outgoing, 'response');
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return { status: incoming.statusCode, text: Buffer.concat(chunks).toString() };
  }
}
