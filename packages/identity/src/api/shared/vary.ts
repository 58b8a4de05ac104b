// SPDX-License-Identifier: Apache-2.0
import type { Filter } from '@stackport/wsgi';

/** What is answered depends on the token: caches have to know. */
export const varyByToken: Filter = (application) => async (request) => {
  const response = await application(request);
  response.headers.set('Vary', 'X-Auth-Token');
  return response;
};
