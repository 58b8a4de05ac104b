// SPDX-License-Identifier: Apache-2.0
import { Configuration, silentLogger } from '@stackport/config';
import { authtokenOptions } from '@stackport/keystone';
import { authtoken } from '@stackport/middleware';
import { type Application, HeaderMap, Request, Response } from '@stackport/wsgi';

export interface Asking {
  /** The user's. */
  readonly token?: string;
  readonly serviceToken?: string;
  readonly method?: string;
  readonly path?: string;
}

/** What came of a request: the status, and which headers the application behind authtoken was told. */
export interface Asked {
  readonly status: number;
  /** WWW-Authenticate */
  readonly challenge: string | undefined;
  readonly text: string;
  /** What authtoken told; undefined where the request did not get through. */
  readonly told: HeaderMap | undefined;
}

/** A service behind authtoken that keeps nothing. @param values - of `[keystone_authtoken]` */
export function serviceBehindAuthtoken(values: Readonly<Record<string, unknown>>): (asking: Asking) => Promise<Asked> {
  const configuration = Configuration.of([authtokenOptions], { keystone_authtoken: values });
  const told = new WeakMap<Request, HeaderMap>();
  const inner: Application = async (request) => {
    told.set(request, request.headers);
    return Response.text('inner');
  };
  const filter = authtoken({ configuration, logger: silentLogger })({}, {});
  const application = filter(inner);
  return async ({ token, serviceToken, method = 'GET', path = '/' }) => {
    const headers = new HeaderMap();
    if (token !== undefined) headers.set('X-Auth-Token', token);
    if (serviceToken !== undefined) headers.set('X-Service-Token', serviceToken);
    const request = Request.blank(path, { method, headers });
    const response = await application(request);
    return {
      status: response.status,
      challenge: response.headers.get('WWW-Authenticate'),
      text: await response.text(),
      told: told.get(request),
    };
  };
}
