// SPDX-License-Identifier: Apache-2.0
import type { Message } from '../envelope.js';
import { NoSuchMethod, UnsupportedVersion } from '../errors.js';
import { isVersionCompatible } from '../version.js';
import type { Endpoint, Method } from './endpoint.js';

/**
 * The method that a message asks for: of the first endpoint with its namespace, a version that will do, and the method.
 * @throws UnsupportedVersion where no endpoint has the namespace in such a version; NoSuchMethod where one has.
 */
export function findMethod(endpoints: readonly Endpoint[], message: Message): Method {
  const method = typeof message.method === 'string' ? message.method : String(message.method);
  const namespace = typeof message.namespace === 'string' ? message.namespace : undefined;
  const version = typeof message.version === 'string' ? message.version : '1.0';
  let isCompatible = false;
  for (const endpoint of endpoints) {
    const { namespace: own, version: implemented = '1.0', legacyNamespaces = [] } = endpoint.target ?? {};
    if (own !== namespace && !(namespace !== undefined && legacyNamespaces.includes(namespace))) continue;
    if (!isVersionCompatible(implemented, version)) continue;
    isCompatible = true;
    const found = Object.hasOwn(endpoint.methods, method) ? endpoint.methods[method] : undefined;
    // What begins with an underscore is not for callers.
    if (found !== undefined && !method.startsWith('_')) return found;
  }
  throw isCompatible ? new NoSuchMethod(method) : new UnsupportedVersion(version, method);
}
