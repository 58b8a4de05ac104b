// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { type RecordedService, routeKey } from '../policy-reference.js';
import type { Asks } from './server-asks.js';

/** What upstream has no more: 410 for whoever asks with a token. */
export function goneAsks(): Asks {
  const file = new URL('../../../reference/routes/nova.json', import.meta.url);
  const { routes } = JSON.parse(readFileSync(file, 'utf8')) as RecordedService;
  return Object.fromEntries(
    routes
      .filter(({ gone }) => gone === true)
      .map(({ method, path, action }) => [
        routeKey(method, path, action),
        {
          access: 'authenticated',
          success: [410],
          ask: () => ({
            path: [...path.matchAll(/\{/g)].map(() => 'former'),
            ...(method === 'GET' || method === 'DELETE' ? {} : { body: { [action ?? 'what']: null } }),
          }),
        },
      ]),
  );
}
