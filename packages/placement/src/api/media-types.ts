// SPDX-License-Identifier: Apache-2.0
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from '@stackport/wsgi';
import { Fault } from './fault.js';

const JSON_TYPE = 'application/json';

export interface MediaTypesInit {
  /** The body has to be JSON. */
  readonly takesJson: boolean;
  /** The client has to take JSON. */
  readonly givesJson: boolean;
}

/** Refuses a body or a wish for one of another type than JSON, before anybody looks at who asks. */
export class MediaTypes implements CanActivate {
  readonly #init: MediaTypesInit;

  constructor(init: MediaTypesInit) {
    this.#init = init;
  }

  /** Throws Fault 415, 406. */
  canActivate(execution: ExecutionContext): boolean {
    const request = execution.switchToHttp().getRequest<Request>();
    const { takesJson, givesJson } = this.#init;
    if (takesJson && request.contentType !== JSON_TYPE)
      throw new Fault(415, `The media type ${request.contentType || 'None'} is not supported, use ${JSON_TYPE}`);
    if (givesJson && !acceptsJson(request.headers.get('accept'))) throw new Fault(406, `Only ${JSON_TYPE} is provided`);
    return true;
  }
}

/** Whether a client that says this takes JSON: by the most specific range that covers it (RFC 9110, 12.5.1). */
export function acceptsJson(accept: string | undefined): boolean {
  // What is no list of types says nothing.
  if (accept?.includes('/') !== true) return true;
  const order = [JSON_TYPE, 'application/*', '*/*'];
  const found = accept
    .split(',')
    .map((part) => part.split(';').map((word) => word.trim().toLowerCase()))
    .map(([range = '', ...parameters]) => ({ rank: order.indexOf(range), quality: qualityOf(parameters) }))
    .filter(({ rank }) => rank >= 0)
    .sort((a, b) => a.rank - b.rank);
  return (found[0]?.quality ?? 0) > 0;
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='));
  const quality = given === undefined ? 1 : Number(given.slice('q='.length));
  return Number.isFinite(quality) ? quality : 0;
}
