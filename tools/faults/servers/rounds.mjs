// SPDX-License-Identifier: Apache-2.0
import { killAndRestart } from '../round.mjs';

/** @type {import('../round.mjs').Area['rounds']} */
export const rounds = {
  'full-hosts': { title: 'at once, on hosts without room for all', faults: [] },
  'worker-kill': {
    title: 'while a nova-compute and nova-conductor are killed hard and started again',
    faults: [
      // Half way to being scheduled, then while they are built.
      { at: 0.25, run: (scene) => killAndRestart(scene, [scene.deployment.computes[0], scene.deployment.conductor]) },
      { at: 0.6, run: (scene) => killAndRestart(scene, [scene.deployment.computes[0]]) },
      { at: 0.7, run: (scene) => killAndRestart(scene, [scene.deployment.conductor]) },
      {
        at: 0.8,
        run: (scene) => killAndRestart(scene, [scene.deployment.computes[1], scene.deployment.conductor]),
      },
    ],
  },
};
