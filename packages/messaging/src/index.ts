// SPDX-License-Identifier: Apache-2.0
export * from './errors.js';
export { PythonError, rebuildError } from './failure/rebuild-error.js';
export {
  type RemoteErrorClass,
  type RemoteFailure,
  type RemoteModules,
  packFailure,
  unpackFailure,
} from './failure/remote-failure.js';
export { FakeBroker, type BrokerOperation } from './fake/fake-broker.js';
export type { Priority, SentNotification } from './notify/drivers.js';
export * from './notify/listener.js';
export * from './notify/notifier.js';
export * from './options/index.js';
export * from './rpc/endpoint.js';
export * from './rpc/rpc-client.js';
export * from './rpc/rpc-server.js';
export * from './serializer.js';
export * from './target.js';
export * from './transport.js';
export * from './transport-url.js';
export { compareVersions, isVersionCompatible, parseVersion } from './version.js';
