// SPDX-License-Identifier: Apache-2.0
export {
  type ClientOptions,
  adapterOptions,
  authOptions,
  declareAuthOptions,
  declareClientOptions,
  sessionOptions,
} from './auth-options.js';
export * from './authtoken-options.js';
export * from './client-session.js';
export * from './credentials.js';
export * from './errors.js';
export { ExpiringCache } from './expiring-cache.js';
export * from './http-token-validator.js';
export { HttpTransport, type HttpTransportInit, type TlsOptions } from './http-transport.js';
export { identityV3Url } from './identity-url.js';
export * from './own-token.js';
export * from './server-rotation.js';
export * from './service-catalog.js';
export * from './session-from-options.js';
export * from './validated-token.js';
export * from './validator-from-options.js';
