// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import type { Dispatcher } from 'undici';
import { BadStoreConfiguration } from '../errors.js';
import type { HttpOptions } from './http-options.js';

interface TlsOptions {
  readonly ca?: string;
  readonly rejectUnauthorized: boolean;
}

/** Loaded by the first request: few services have images on web servers. */
const undici = () => import('undici');

/** The connections of one store: straight, or through the proxy of a scheme. */
export class HttpDispatchers {
  #byScheme: Promise<ReadonlyMap<string, Dispatcher>> | undefined;

  private constructor(
    private readonly tls: TlsOptions,
    /** URLs by scheme. */
    private readonly proxies: ReadonlyMap<string, string>,
  ) {}

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
    const proxies = new Map<string, string>();
    for (const scheme of ['http', 'https']) {
      const proxy = options.http_proxy_information[scheme];
      if (proxy !== undefined && proxy !== '') proxies.set(scheme, proxyUrl(proxy));
    }
    return new HttpDispatchers(tls, proxies);
  }

  /** @param scheme - `http` or `https` */
  async of(scheme: string): Promise<Dispatcher | undefined> {
    return (await (this.#byScheme ??= this.#connect())).get(scheme);
  }

  /** Ends all connections; what is being read fails. */
  async close(): Promise<void> {
    const byScheme = await this.#byScheme;
    await Promise.all([...new Set(byScheme?.values())].map((dispatcher) => dispatcher.destroy()));
  }

  async #connect(): Promise<ReadonlyMap<string, Dispatcher>> {
    const { Agent, ProxyAgent } = await undici();
    const direct = new Agent({ connect: this.tls });
    const byScheme = new Map<string, Dispatcher>([
      ['http', direct],
      ['https', direct],
    ]);
    // As Python's requests: plain HTTP asks the proxy for the whole URL, HTTPS goes through a tunnel.
    for (const [scheme, uri] of this.proxies)
      byScheme.set(scheme, new ProxyAgent({ uri, requestTls: this.tls, proxyTunnel: false }));
    return byScheme;
  }
}

function proxyUrl(proxy: string): string {
  const url = /^[a-z]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  if (!URL.canParse(url)) badHttp(`http_proxy_information has ${proxy}, which is no address`);
  return url;
}

function badHttp(reason: string, cause?: unknown): never {
  throw new BadStoreConfiguration({ store_name: 'http', reason }, { cause });
}
