// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { killAndRestart } from '../round.mjs';

/** Milliseconds for which a broker is away. */
const absence = 3000;

/** @type {import('../round.mjs').Area['rounds']} */
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
      { at: 0.15, run: (scene) => killAndRestart(scene, [scene.deployment.volumeServices[0]]) },
      { at: 0.35, run: (scene) => killAndRestart(scene, [scene.deployment.schedulers[0]]) },
      {
        at: 0.55,
        run: (scene) => killAndRestart(scene, [scene.deployment.volumeServices[0], scene.deployment.schedulers[0]]),
      },
      {
        at: 0.8,
        run: (scene) => killAndRestart(scene, [...scene.deployment.volumeServices, ...scene.deployment.schedulers]),
      },
    ],
  },
};
