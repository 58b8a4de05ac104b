// SPDX-License-Identifier: Apache-2.0
import type { OperationOptions } from '@stackport/api';

/** The path of all that is done with a server; the body's one key is the name. */
const PATH = '/servers/:id/action';

/** An action, whose rule is checked for the server itself. */
export function serverAction(
  action: string,
  rule: string,
  options: { readonly success?: number; readonly microversions?: OperationOptions['microversions'] } = {},
): OperationOptions {
  const { success = 202, microversions } = options;
  return {
    method: 'POST',
    path: PATH,
    action,
    policy: { rule, target: 'resource' },
    success,
    ...(microversions === undefined ? {} : { microversions }),
  };
}
