// SPDX-License-Identifier: Apache-2.0
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Passed {
  readonly method: string;
  readonly path: string;
  /** X-Subject-Token */
  readonly subject: string;
}

/** Passes requests on, and remembers what they were. Where nobody takes them, it hangs up. */
export class CountingProxy {
  readonly passed: Passed[] = [];
  /** Where requests go. */
  target = '';
  readonly #server = http.createServer((request, response) => this.#pass(request, response));

  static async start(): Promise<CountingProxy> {
    const proxy = new CountingProxy();
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How often it was asked about a token. */
  questions(token: string): number {
    return this.passed.filter(({ method, subject }) => method === 'GET' && subject === token).length;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(request: http.IncomingMessage, response: http.ServerResponse): void {
    const { method = '', url = '', headers } = request;
    this.passed.push({ method, path: url, subject: String(headers['x-subject-token'] ?? '') });
    const onward = http.request(new URL(url, this.target), { method, headers, agent: false });
    onward.on('error', () => response.destroy());
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  }
}
