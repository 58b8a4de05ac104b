// SPDX-License-Identifier: Apache-2.0
import type { Request } from './request.js';
import type { Response } from './response.js';

/** What answers a request: a Paste app, a filter around one, or a whole pipeline. It may reject with an `HttpError`. */
export type Application = (request: Request) => Promise<Response>;

/** What a Paste filter factory returns: it wraps the next application. */
export type Filter = (next: Application) => Application;
