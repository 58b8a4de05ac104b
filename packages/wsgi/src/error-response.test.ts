// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { responseOfError } from './error-response.js';
import { Response } from './response.js';

describe('responseOfError', () => {
  it('takes the whole answer of an error from another copy of this package', async () => {
    const query = '?another-copy';
    const other = (await import(/* @vite-ignore */ `./response.js${query}`)) as { Response: typeof Response };
    const answer = new other.Response(401, { 'WWW-Authenticate': 'Acme' });
    expect(answer).not.toBeInstanceOf(Response);
    const error = { status: 401, message: 'who', toResponse: () => answer };
    const response = responseOfError(error);
    expect(response?.status).toBe(401);
    expect(response?.headers.get('WWW-Authenticate')).toBe('Acme');
  });

  it('takes what is no answer for none, and goes by the status then', () => {
    const torn = { status: 409, message: 'taken', toResponse: () => ({ status: 200 }) };
    expect(responseOfError(torn)?.status).toBe(409);
    expect(responseOfError({ toResponse: () => ({ status: 200, headers: {} }) })).toBeUndefined();
  });
});
