// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import { BadStoreConfiguration } from '../errors.js';
import type { HttpOptions } from './http-options.js';

interface TlsOptions {
  readonly ca?: string;
  readonly rejectUnauthorized: boolean;
}

/** The connections of one store: straight, or through the proxy of a scheme. */
export class HttpDispatchers {
  private constructor(private readonly byScheme: ReadonlyMap<string, Dispatcher>) {}

  /**
   * Reads the certificates. The proxies are those of the options only, not of the environment.
   * @throws BadStoreConfiguration
   */
  static async create(options: HttpOptions): Promise<HttpDispatchers> {
    const file = options.https_ca_certificates_file;
    const checked = file !== undefined && file !== '';
    const tls: TlsOptions = checked
      ? {
          ca: await readFile(file, 'utf8').catch((error: unknown) => badHttp(`cannot read ${file}`, error)),
          rejectUnauthorized: true,
        }
      : { rejectUnauthorized: !options.https_insecure };
    const direct = new Agent({ connect: tls });
    const byScheme = new Map<string, Dispatcher>();
    for (const scheme of ['http', 'https']) {
      const proxy = options.http_proxy_information[scheme];
      byScheme.set(scheme, proxy === undefined || proxy === '' ? direct : throughProxy(proxy, tls));
    }
    return new HttpDispatchers(byScheme);
  }

  /** @param scheme - `http` or `https` */
  of(scheme: string): Dispatcher | undefined {
    return this.byScheme.get(scheme);
  }

  /** Ends all connections; what is being read fails. */
  async close(): Promise<void> {
    await Promise.all([...new Set(this.byScheme.values())].map((dispatcher) => dispatcher.destroy()));
  }
}

function throughProxy(proxy: string, tls: TlsOptions): Dispatcher {
  const uri = /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (!URL.canParse(uri)) badHttp(`http_proxy_information has ${proxy}, which is no address`);
  // As Python's requests: plain HTTP asks the proxy for the whole URL, HTTPS goes through a tunnel.
  return new ProxyAgent({ uri, requestTls: tls, proxyTunnel: false });
}

function badHttp(reason: string, cause?: unknown): never {
  throw new BadStoreConfiguration({ store_name: 'http', reason }, { cause });
}
