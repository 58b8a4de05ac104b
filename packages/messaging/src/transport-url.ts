// SPDX-License-Identifier: Apache-2.0
import { InvalidTransportURL } from './errors.js';

export interface TransportHost {
  readonly hostname: string | undefined;
  readonly port: number | undefined;
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** `driver://[user:pass@]host:port[,…]/virtual_host?option=value`: oslo_messaging.TransportURL. */
export class TransportUrl {
  private constructor(
    /** `rabbit` or `fake`. */
    readonly driver: string,
    readonly hosts: readonly TransportHost[],
    /** Empty or `/` is the broker's default one. */
    readonly virtualHost: string,
    /** Options of `[oslo_messaging_rabbit]` that count before the file's. */
    readonly query: Readonly<Record<string, string>>,
  ) {}

  /**
   * Reads one. No host at all means the driver's default.
   * @throws InvalidTransportURL without a scheme, or for a port that is no number; the text never shows a password.
   */
  static parse(text: string): TransportUrl {
    const match = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(text);
    if (match === null)
      throw new InvalidTransportURL(
        `No scheme specified in "${maskCredentials(text)}"; write it as rabbit://host:5672/`,
      );
    const [, scheme = '', netloc = '', path = '', query = ''] = match;
    const hosts = netloc
      .split(',')
      .filter((part) => part !== '')
      .map((part) => parseHost(part));
    const values: Record<string, string> = {};
    for (const [key, value] of new URLSearchParams(query))
      values[key] = values[key] === undefined ? value : `${values[key]},${value}`;
    return new TransportUrl(scheme.toLowerCase(), hosts, decode(path.replace(/^\//, '')), values);
  }

  /** With passwords hidden: fit for logs. */
  toString(): string {
    return this.#format(() => '***');
  }

  /** With passwords: for the same service in another process. */
  withCredentials(): string {
    return this.#format(encodeURIComponent);
  }

  #format(password: (value: string) => string): string {
    const hosts = this.hosts.map(({ hostname = '', port, username, password: secret }) => {
      const user =
        username === undefined && secret === undefined
          ? ''
          : `${encodeURIComponent(username ?? '')}${secret === undefined ? '' : `:${password(secret)}`}@`;
      return `${user}${hostname.includes(':') ? `[${hostname}]` : hostname}${port === undefined ? '' : `:${port}`}`;
    });
    const query = new URLSearchParams(this.query).toString();
    return `${this.driver}://${hosts.join(',')}/${encodeURIComponent(this.virtualHost)}${query === '' ? '' : `?${query}`}`;
  }
}

function parseHost(text: string): TransportHost {
  const at = text.lastIndexOf('@');
  const [credentials, address] = at < 0 ? [undefined, text] : [text.slice(0, at), text.slice(at + 1)];
  const colon = credentials?.indexOf(':') ?? -1;
  const username =
    credentials === undefined ? undefined : decode(colon < 0 ? credentials : credentials.slice(0, colon));
  const password = credentials === undefined || colon < 0 ? undefined : decode(credentials.slice(colon + 1));
  const match = /^(?:\[([^\]]+)\]|([^:[\]]*))(?::(\d*))?$/.exec(address);
  if (match === null) throw new InvalidTransportURL(`"${address}" is not a host and port`);
  const port = match[3] === undefined || match[3] === '' ? undefined : Number(match[3]);
  if (port !== undefined && port > 65_535) throw new InvalidTransportURL(`${port} is not a port`);
  return { hostname: match[1] ?? (match[2] === '' ? undefined : match[2]), port, username, password };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % stands for itself, as in Python.
    return text;
  }
}

function maskCredentials(text: string): string {
  return text.replace(/[^/,@]*@/g, '***@');
}
