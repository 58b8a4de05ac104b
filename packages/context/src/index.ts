// SPDX-License-Identifier: Apache-2.0
export { contextFromRequest } from './context-from-request.js';
export { formatDate } from './date-format.js';
export { compileFormat } from './format-string.js';
export { type LoggingValues, loggingOptions } from './logging-options.js';
export { maskDictPassword, maskPassword } from './mask-password.js';
export { RequestContext, type RequestContextInit } from './request-context.js';
export {
  CONTEXT_KEY,
  GLOBAL_REQUEST_ID_KEY,
  REQUEST_ID_KEY,
  generateRequestId,
  globalRequestIdFrom,
} from './request-id.js';
export {
  ServiceContext,
  type ServiceContextInit,
  serviceContextDictionary,
  serviceContextValues,
} from './service-context.js';
export { type LoggingHandle, type LoggingSetup, setupLogging } from './setup-logging.js';
export { StandardLogger } from './standard-logger.js';
