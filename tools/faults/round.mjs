// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { Creates } from './load.mjs';

/**
 * @typedef {object} Scene - a deployment, and what is done to it
 * @property {import('./broker.mjs').Broker} broker
 * @property {object} databases - of its services
 * @property {{ kill(name: string): Promise<void>, restart(name: string): void, check(): void }} deployment - its processes
 * @property {import('../services/cloud.mjs').CloudSession} session - of the administrator
 * @property {(line: string) => void} say
 */

/**
 * @typedef {object} Fault
 * @property {number} at - share of the load that is done when it happens
 * @property {(scene: Scene) => Promise<void>} run
 */

/**
 * @typedef {object} Progress
 * @property {Record<string, number>} states - how many there are of each
 * @property {number} moving - what is not at its end
 */

/**
 * @typedef {object} Area - what is made while something fails
 * @property {string} what - in the plural
 * @property {{ count: number, clients: number }} size - of a round
 * @property {readonly string[]} services - that are started
 * @property {Record<string, { title: string, faults: readonly Fault[] }>} rounds
 * @property {(init: { children: import('../services/children.mjs').Children, folder: string, broker: import('./broker.mjs').Broker }) =>
 *   Promise<Omit<Scene, 'broker' | 'say'> & { close(): Promise<void> }>} open - starts the services
 * @property {(scene: Scene, prefix: string) => { url: string, wrapper: string, describe: (number: number) => object }} requests
 * @property {(scene: Scene, prefix: string) => Promise<Progress>} readProgress
 * @property {(progress: Progress, answered: number) => number} done - how much of the load is done
 * @property {(scene: Scene, load: import('./load.mjs').Load, name: string) => Promise<import('./figures.mjs').Figure[]>} audit
 * @property {(scene: Scene, load: import('./load.mjs').Load) => Promise<import('./figures.mjs').Figure[]>} clean - makes room for the next round
 */

/** Seconds in which nothing changes until what is unfinished counts as stuck. */
const patience = 120;
/** Milliseconds between two looks. */
const interval = 1000;
/** Milliseconds for which a killed service is dead. */
const death = 2000;

/**
 * Kills processes hard, and starts them again.
 * @param {Scene} scene
 * @param {readonly string[]} names
 */
export async function killAndRestart({ deployment, say }, names) {
  say(`${names.join(', ')}: killed`);
  for (const name of names) await deployment.kill(name);
  await sleep(death);
  say(`${names.join(', ')}: started again`);
  for (const name of names) deployment.restart(name);
}

/**
 * Has things made while a round's faults happen, waits until nothing moves any more, and compares.
 * @param {Area} area
 * @param {Scene} scene
 * @param {string} name - of the round
 * @param {{ count: number, clients: number }} size
 */
export async function runRound(area, scene, name, { count, clients }) {
  const { title, faults } = area.rounds[name];
  scene.say(`${count} ${area.what} ${title}`);
  const { token } = scene.session;
  const creates = new Creates({ ...area.requests(scene, name), token, total: count, clients });
  const started = Date.now();
  const read = () => area.readProgress(scene, name);
  const stopWatching = watch(scene, creates, read);
  try {
    const share = async () => area.done(await read(), creates.answered) / count;
    await Promise.all([creates.run(), runFaults(faults, scene, share)]);
  } finally {
    await stopWatching();
  }
  await settle(scene, creates, read);
  const seconds = Math.round((Date.now() - started) / 1000);
  const figures = await area.audit(scene, creates.load, name);
  return { name, title, seconds, figures: [...figures, ...(await area.clean(scene, creates.load))] };
}

/** Does the faults, each when so much of the load is done. */
async function runFaults(faults, scene, share) {
  for (const { at, run } of faults) {
    while ((await share()) < at) await sleep(5);
    await run(scene);
  }
}

const describe = (creates, states) =>
  [
    `${creates.answered} of ${creates.load.total} answered`,
    ...Object.entries(states).map(([state, count]) => `${count} ${state}`),
  ].join(', ');

/** Waits until nothing moves any more. */
async function settle(scene, creates, read) {
  let last = '';
  let since = Date.now();
  for (;;) {
    scene.deployment.check();
    const { states, moving } = await read();
    const text = describe(creates, states);
    if (text !== last) {
      scene.say(text);
      last = text;
      since = Date.now();
    }
    if (moving === 0 || Date.now() - since > patience * 1000) return;
    await sleep(interval);
  }
}

/** Shows what is there while requests are answered. */
function watch(scene, creates, read) {
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      const { states } = await read();
      scene.say(describe(creates, states));
      for (let waited = 0; waited < 5 * interval && !isOver; waited += interval / 5) await sleep(interval / 5);
    }
  })();
  return async () => {
    isOver = true;
    await watching;
  };
}
