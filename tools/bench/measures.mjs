// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CloudSession, passwordAuthentication } from '../services/cloud.mjs';
import { Failure } from '../services/failure.mjs';
import { messagingMeasures } from './messaging.mjs';
import { peakBytes, residentBytes, resetPeak } from './memory.mjs';

const listed = 100;
const idleSeconds = 2;

/**
 * @typedef {object} Measure
 * @property {string} name
 * @property {'req/s' | 'MB/s' | 'MB' | 's' | 'ms'} unit - MB: 10^6 bytes
 * @property {number} value
 */

/** The measures of one target. Each method is an area, and gives what it measured. */
export class Measurement {
  #children;
  #target;
  #session;
  #options;

  /**
   * @param {import('../services/children.mjs').Children} children
   * @param {import('./targets.mjs').Target} target
   * @param {{ seconds: number, concurrency: number, imageSizes: readonly { title: string, bytes: number }[] }} options
   */
  constructor(children, target, options) {
    this.#children = children;
    this.#target = target;
    this.#options = options;
  }

  /** @returns {Promise<Measure[]>} time until ready, and memory when nothing happens */
  async start() {
    await sleep(idleSeconds * 1000);
    const { startSeconds, starts, processes } = this.#target;
    const memory = { name: 'memory, idle', unit: 'MB', value: residentBytes(processes()) / 1e6 };
    if (starts !== undefined) return [...(await starts()), memory];
    return startSeconds === undefined ? [memory] : [{ name: 'start to ready', unit: 's', value: startSeconds }, memory];
  }

  /** @returns {Promise<Measure[]>} */
  async identity() {
    const session = await this.#open();
    const url = `${session.cloud.authUrl}/auth/tokens`;
    const body = JSON.stringify(passwordAuthentication(session.cloud));
    const validate = {
      method: 'GET',
      url,
      headers: { 'X-Auth-Token': session.token, 'X-Subject-Token': session.token },
      status: 200,
    };
    return [
      ...(await this.#requests('token issue (password)', [{ method: 'POST', url, headers: json, body, status: 201 }])),
      ...(await this.#requests('token validate', [validate])),
    ];
  }

  /** @returns {Promise<Measure[]>} */
  async image() {
    const session = await this.#open();
    const images = `${session.endpoint('image')}/v2/images`;
    const headers = { ...json, 'X-Auth-Token': session.token };
    const image = (name) => ({
      name,
      disk_format: 'raw',
      container_format: 'bare',
      tags: ['bench'],
      hw_disk_bus: 'virtio',
      os_distro: 'debian',
    });
    const ids = [];
    try {
      for (let index = 0; index < listed; index += 1)
        ids.push((await session.request('POST', images, image(`bench-${index}`))).id);
      return [
        ...(await this.#requests(`image list (${listed})`, [
          { method: 'GET', url: `${images}?limit=${listed}`, headers, status: 200 },
        ])),
        ...(await this.#requests('image show', [{ method: 'GET', url: `${images}/${ids[0]}`, headers, status: 200 }])),
        ...(await this.#requests('image create + delete', [
          { method: 'POST', url: images, headers, body: JSON.stringify(image('bench')), status: 201 },
          { method: 'DELETE', url: `${images}/{id}`, headers, status: 204 },
        ])),
      ];
    } finally {
      for (const id of ids) await session.request('DELETE', `${images}/${id}`);
    }
  }

  /** @returns {Promise<Measure[]>} throughput of image bytes, and the most memory that the service had meanwhile */
  async transfer() {
    const session = await this.#open();
    const images = `${session.endpoint('image')}/v2/images`;
    const headers = { 'X-Auth-Token': session.token };
    const measures = [];
    for (const { title, bytes } of this.#options.imageSizes) {
      const { id } = await session.request('POST', images, {
        name: 'bench',
        disk_format: 'raw',
        container_format: 'bare',
      });
      try {
        for (const kind of ['upload', 'download']) {
          const pids = this.#target.processes('image');
          resetPeak(pids);
          const { seconds } = await this.#run({ kind, url: `${images}/${id}/file`, headers, bytes });
          measures.push({ name: `${kind} ${title}`, unit: 'MB/s', value: bytes / 1e6 / seconds });
          measures.push({ name: `${kind} ${title}, peak memory`, unit: 'MB', value: peakBytes(pids) / 1e6 });
        }
      } finally {
        await session.request('DELETE', `${images}/${id}`);
      }
    }
    return measures;
  }

  /** @returns {Promise<Measure[]>} the bus by itself: no target of this kind has a part in it */
  async messaging() {
    return this.#target.title === 'Python' ? [] : messagingMeasures(this.#children, this.#options.seconds);
  }

  async #requests(name, steps) {
    const { seconds, concurrency } = this.#options;
    const { perSecond, p50, p99 } = await this.#run({
      kind: 'requests',
      steps,
      seconds,
      warmUpSeconds: 1,
      concurrency,
    });
    if (perSecond === 0) throw new Failure(`${name}: nothing was answered in ${seconds} s`);
    return [
      { name, unit: 'req/s', value: perSecond },
      { name: `${name}, median`, unit: 'ms', value: p50 },
      { name: `${name}, 99 %`, unit: 'ms', value: p99 },
    ];
  }

  async #run(job) {
    const child = this.#children.spawn(process.execPath, [join(import.meta.dirname, 'load.mjs')], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child.send(job);
    const [{ result, error }] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => [{ error: `the client ended with ${code}` }]),
    ]);
    if (error !== undefined) throw new Failure(`${this.#target.title}: ${error}`);
    return result;
  }

  async #open() {
    this.#session ??= await CloudSession.open(this.#target.cloud);
    return this.#session;
  }
}

const json = { 'Content-Type': 'application/json' };
