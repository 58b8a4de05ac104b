// SPDX-License-Identifier: Apache-2.0
import { Readable } from 'node:stream';
import { type Application, Response } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { sizeLimit } from './sizelimit.js';
import { type Asking, ask, dependenciesWith, requestFor } from './test-support.js';

const filter = sizeLimit(dependenciesWith({ oslo_middleware: { max_request_body_size: 10 } }))({}, {});
const echo: Application = async (request) => Response.text((await request.bytes()).toString());
const chunks = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)));
const send = (asking: Asking) => ask(filter, { method: 'POST', ...asking }, echo);

describe('sizelimit', () => {
  it('lets a body of the limit through, with a length and without', async () => {
    expect(await (await send({ body: '0123456789' })).text()).toBe('0123456789');
    expect(await (await send({ body: chunks('01234', '56789') })).text()).toBe('0123456789');
    expect((await send({})).status).toBe(200);
  });

  it('answers 413 to a length above it, without asking the application', async () => {
    let asked = false;
    const response = await ask(filter, { method: 'POST', body: '0123456789a' }, async () => {
      asked = true;
      return new Response();
    });
    expect([response.status, asked]).toEqual([413, false]);
    expect(await response.text()).toContain('Request is too large. Larger than max_request_body_size (10).');
  });

  it('stops the reader of a longer body without a length, and leaves the connection open', async () => {
    const body = chunks('0123456789', 'a', 'b');
    await expect(send({ body })).rejects.toMatchObject({
      status: 413,
      message: 'Request is too large. Larger than 10.',
    });
    expect(body.destroyed).toBe(false);
  });

  it('meters a chunked GET too', async () => {
    const asking = { method: 'GET', headers: { 'Transfer-Encoding': 'chunked' }, body: chunks('0123456789a') };
    await expect(send(asking)).rejects.toMatchObject({ status: 413 });
  });

  it('passes an error of the body on', async () => {
    const body = new Readable({
      read() {
        this.destroy(new Error('torn'));
      },
    });
    await expect(send({ body })).rejects.toThrow('torn');
  });

  it('takes a limit from the paste file, and 114688 by default', async () => {
    const own = sizeLimit(dependenciesWith())({}, { max_request_body_size: '3' });
    expect((await ask(own, { method: 'PUT', body: 'abcd' }, echo)).status).toBe(413);
    const standard = sizeLimit(dependenciesWith())({}, {})(echo);
    expect((await standard(requestFor({ method: 'PUT', body: 'x'.repeat(114_688) }))).status).toBe(200);
    expect((await standard(requestFor({ method: 'PUT', body: 'x'.repeat(114_689) }))).status).toBe(413);
  });
});
