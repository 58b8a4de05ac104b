// SPDX-License-Identifier: Apache-2.0
export { fail } from './failure.js';
export { type ApiProgram, type DaemonProgram, type Program, runApi, runDaemon } from './program.js';
export { workerCount, type WantedWorkers } from './worker-count.js';
