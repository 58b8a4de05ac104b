// SPDX-License-Identifier: Apache-2.0
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import type { Values } from '@stackport/config';
import type { importFilteringOptions } from '../options.js';

/** A URL that this service may ask, with the address that its host's name was resolved to. */
export interface AllowedUri {
  readonly url: URL;
  /** The address to connect to: asking the name a second time could give another. */
  readonly address: string;
}

type FilterOptions = Values<(typeof importFilteringOptions)['options']>;

/** Addresses that no name may lead to unless the operator allows the host: this machine, and what only this link knows. */
const OWN = new BlockList();
OWN.addSubnet('127.0.0.0', 8, 'ipv4');
OWN.addSubnet('0.0.0.0', 8, 'ipv4');
OWN.addSubnet('169.254.0.0', 16, 'ipv4');
OWN.addAddress('::1', 'ipv6');
OWN.addAddress('::', 'ipv6');
OWN.addSubnet('fe80::', 10, 'ipv6');

/**
 * Decides which URLs of clients this service asks itself (web-download, http locations): upstream's
 * `[import_filtering_opts]` and the checks behind it (glance/common/utils.py, get_validated_address).
 */
export class UriFilter {
  readonly #schemes: (scheme: string) => boolean;
  readonly #hosts: (host: string) => boolean;
  readonly #ports: (port: string) => boolean;
  readonly #allowedHosts: readonly string[];
  readonly #disallowedHosts: readonly string[];
  readonly #resolve: (host: string) => Promise<readonly string[]>;

  /** @param resolve - addresses of a name; the system's resolver by default. */
  constructor(options: FilterOptions, resolve: (host: string) => Promise<readonly string[]> = resolveName) {
    this.#schemes = listed(options.allowed_schemes, options.disallowed_schemes);
    this.#hosts = listed(options.allowed_hosts, options.disallowed_hosts);
    this.#ports = listed(options.allowed_ports, options.disallowed_ports);
    this.#allowedHosts = options.allowed_hosts;
    this.#disallowedHosts = options.allowed_hosts.length > 0 ? [] : options.disallowed_hosts;
    this.#resolve = resolve;
  }

  /** The URL with its address; undefined where this service may not ask it, or its host is not known. */
  async check(uri: string): Promise<AllowedUri | undefined> {
    const url = URL.parse(uri);
    if (url === null || !this.#schemes(url.protocol.slice(0, -1))) return undefined;
    const host = plainHost(uri, url);
    if (host === undefined || !this.#hosts(host)) return undefined;
    if (url.port !== '' && !this.#ports(url.port)) return undefined;
    const addresses = isIP(host) === 0 ? await this.#resolve(host).catch(() => []) : [host];
    const trusted = this.#allowedHosts.includes(host);
    const address = addresses.find((one) => trusted || !this.#refuses(one));
    return address === undefined ? undefined : { url, address };
  }

  async allows(uri: string): Promise<boolean> {
    return (await this.check(uri)) !== undefined;
  }

  #refuses(address: string): boolean {
    const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
    return OWN.check(embedded, isIP(embedded) === 6 ? 'ipv6' : 'ipv4') || this.#disallowedHosts.includes(embedded);
  }
}

/** Allowed by name where any are; else all but the disallowed. */
function listed(allowed: readonly string[], disallowed: readonly string[]): (value: string) => boolean {
  return allowed.length > 0 ? (value) => allowed.includes(value) : (value) => !disallowed.includes(value);
}

/**
 * The host as it was written; undefined for a disguised address (`0x7f000001`, `127.1`, `2130706433`), which the URL
 * parser, and the system's resolver, would turn into a plain one.
 */
function plainHost(uri: string, url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return /^[\d.]*$/.test(host) ? undefined : host;
  return uri.toLowerCase().includes(host) ? host : undefined;
}

async function resolveName(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true });
  return found.map(({ address }) => address);
}
