// SPDX-License-Identifier: Apache-2.0
export { ROUTE_SELECTOR, WsgiAdapter } from './adapter.js';
export {
  createServiceApplication,
  type ServiceApplication,
  type ServiceApplicationOptions,
} from './create-application.js';
export { ErrorsToPipeline } from './errors-to-pipeline.js';
export { Reply } from './reply.js';
