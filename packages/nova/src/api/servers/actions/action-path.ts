// SPDX-License-Identifier: Apache-2.0
import type { OperationOptions } from '@stackport/api';
import { serverPaths } from '../server-paths.js';

/** The paths of all that is done with a server; the body's one key is the name. */
export const ACTION_PATHS = serverPaths('/:id/action');

/** An action, whose rule is checked for the server itself. */
export function serverAction(
  action: string,
  rule: string,
  options: { readonly success?: number; readonly microversions?: OperationOptions['microversions'] } = {},
): OperationOptions {
  const { success = 202, microversions } = options;
  return {
    method: 'POST',
    path: ACTION_PATHS,
    action,
    policy: { rule, target: 'resource' },
    success,
    ...(microversions === undefined ? {} : { microversions }),
  };
}
