// SPDX-License-Identifier: Apache-2.0
import type { PlacementTransport } from '@stackport/nova';
import { Request, type Application } from '@stackport/wsgi';

/**
 * Carries Compute's requests to the Placement service of the same process: no socket, no connection, the same pipeline.
 * @param token - a token of Compute's own; asked for another one when it is over
 */
export function inProcessPlacement(
  placement: () => Promise<Application>,
  token: (isOver: boolean) => Promise<string>,
): PlacementTransport {
  const send = async (
    { method = 'GET', path, headers = {}, json }: Parameters<PlacementTransport['request']>[0],
    isOver: boolean,
  ) => {
    const request = Request.blank(path, {
      method,
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    });
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
    if (json !== undefined) request.headers.set('Content-Type', 'application/json');
    request.headers.set('X-Auth-Token', await token(isOver));
    const application = await placement();
    return application(request);
  };
  return {
    request: async (request) => {
      const answer = await send(request, false);
      return answer.status === 401 ? send(request, true) : answer;
    },
  };
}
