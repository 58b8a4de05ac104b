// SPDX-License-Identifier: Apache-2.0
import type { OperationOptions } from '@stackport/api';
import { PROXIED } from './proxy-range.js';

/**
 * Describes the operations of a resource that belongs to another service, in the microversions that hand it on.
 * @param resource - what its rules are named for: `os-volumes:snapshots`
 * @returns operation of a method and a path, with the rule of an action; 200 where no other status is given
 */
export function proxyOperations(
  resource: string,
): (method: OperationOptions['method'], path: string, action: string, success?: number) => OperationOptions {
  return (method, path, action, success = 200) => ({
    ...{ method, path, microversions: PROXIED, success },
    policy: { rule: `os_compute_api:${resource}:${action}` },
  });
}
