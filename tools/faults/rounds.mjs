// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * @typedef {object} Scene - what a round's faults are done to
 * @property {import('./broker.mjs').Broker} broker
 * @property {import('./deployment.mjs').Deployment} deployment
 * @property {(line: string) => void} say
 */

/**
 * @typedef {object} Fault
 * @property {number} at - share of the requests that are answered when it happens
 * @property {(scene: Scene) => Promise<void>} run
 */

/** Milliseconds for which a broker is away. */
const absence = 3000;
/** Milliseconds for which a killed service is dead. */
const death = 2000;

async function withoutWorkers({ deployment, say }, names) {
  say(`${names.join(', ')}: killed`);
  for (const name of names) await deployment.kill(name);
  await sleep(death);
  say(`${names.join(', ')}: started again`);
  for (const name of names) deployment.restart(name);
}

/** @type {Record<string, { title: string, faults: Fault[] }>} */
export const rounds = {
  'broker-stop': {
    title: 'while the broker is stopped and started',
    faults: [
      {
        at: 0.2,
        run: async ({ broker, say }) => {
          say('the broker is stopped: rabbitmqctl stop_app');
          await broker.stopApplication();
          await sleep(absence);
          say('the broker is started');
          await broker.startApplication();
        },
      },
      {
        at: 0.6,
        run: async ({ broker, say }) => {
          say('the broker is stopped: SIGTERM');
          await broker.stop();
          await sleep(absence);
          say('the broker is started');
          await broker.start();
        },
      },
    ],
  },
  'broker-kill': {
    title: 'while the broker is killed hard',
    faults: [
      {
        at: 0.4,
        run: async ({ broker, say }) => {
          say('the broker is killed: SIGKILL');
          await broker.kill();
          await sleep(absence);
          say('the broker is started');
          await broker.start();
        },
      },
    ],
  },
  'worker-kill': {
    title: 'while a cinder-volume and a cinder-scheduler are killed hard and started again',
    faults: [
      { at: 0.15, run: (scene) => withoutWorkers(scene, [scene.deployment.volumeServices[0]]) },
      { at: 0.35, run: (scene) => withoutWorkers(scene, [scene.deployment.schedulers[0]]) },
      {
        at: 0.55,
        run: (scene) => withoutWorkers(scene, [scene.deployment.volumeServices[0], scene.deployment.schedulers[0]]),
      },
      {
        at: 0.8,
        run: (scene) => withoutWorkers(scene, [...scene.deployment.volumeServices, ...scene.deployment.schedulers]),
      },
    ],
  },
};

/**
 * Does the faults of a round, each when so much of the load has been answered.
 * @param {readonly Fault[]} faults
 * @param {Scene} scene
 * @param {() => number} share - of the requests that are answered
 */
export async function runFaults(faults, scene, share) {
  for (const { at, run } of faults) {
    while (share() < at) await sleep(5);
    await run(scene);
  }
}
