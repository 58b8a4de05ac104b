// SPDX-License-Identifier: Apache-2.0
export { fail } from './failure.js';
export {
  type ApiProgram,
  type ApisProgram,
  type DaemonProgram,
  type Program,
  runApi,
  runApis,
  runDaemon,
  type ServedApi,
} from './program.js';
export { type ServiceOfApplications, SharedService } from './shared-service.js';
export { workerCount, type WantedWorkers } from './worker-count.js';
