// SPDX-License-Identifier: Apache-2.0
import type { Application } from '@stackport/wsgi';
import { jsonRequest } from './json-request.js';

/** Logs the administrator in, as a client does. Rejects with what the identity service answered otherwise. */
export async function issueToken(identity: Application, password: string): Promise<string> {
  const domain = { name: 'Default' };
  const request = jsonRequest('POST', '/v3/auth/tokens', {
    auth: {
      identity: { methods: ['password'], password: { user: { name: 'admin', domain, password } } },
      scope: { project: { name: 'admin', domain } },
    },
  });
  const response = await identity(request);
  const token = response.headers.get('x-subject-token');
  if (token === undefined)
    throw new Error(`The administrator got no token: ${response.status} ${await response.text()}`);
  return token;
}
