// SPDX-License-Identifier: Apache-2.0
import { isIPv4, isIPv6 } from 'node:net';
import { OptionValueError } from '../errors.js';
import { pythonRepr, pythonStr } from '../python-text.js';
import type { ValueType } from './value-type.js';

const LABEL = /^(?!-)[A-Z0-9-]{1,63}(?<!-)$/i;
const LABEL_OR_UNDERSCORE = /^(?!-)[A-Z0-9_-]{1,63}(?<!-)$/i;

/** oslo_config.types.IPAddress. @param version - 4 or 6 only; both by default. */
export function ipType(version?: 4 | 6): ValueType<string> {
  const noun = version === undefined ? 'IPv4 or IPv6' : `IPv${version}`;
  return textType('IP address value', `an ${noun} address`, (text) => {
    if (text === '') throw new OptionValueError('IP address cannot be an empty string');
    if (!isAddress(text, version))
      throw new OptionValueError(`${text} is not ${version === undefined ? '' : 'an '}${noun} address`);
    return text;
  });
}

/** oslo_config.types.Hostname; one dot at the end is taken off. */
export function hostnameType(): ValueType<string> {
  return textType('hostname value', 'a host name', (text) => checkHostname(text, LABEL));
}

/** oslo_config.types.HostAddress: an IP address or a host name. */
export function hostAddressType(version?: 4 | 6): ValueType<string> {
  return textType('host address value', 'a host name or an IP address', (text) => checkHost(text, version, LABEL));
}

/** oslo_config.types.HostDomain: as a host address, with underscores allowed in names. */
export function hostDomainType(version?: 4 | 6): ValueType<string> {
  return textType('host domain value', 'a host name or an IP address', (text) =>
    checkHost(text, version, LABEL_OR_UNDERSCORE),
  );
}

export interface UriRules {
  readonly maxLength?: number;
  readonly schemes?: readonly string[];
}

// RFC 3986, appendix B.
const URI = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?[^#]*)?(?:#.*)?$/s;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;
// RFC 3986, 3.2: userinfo, then an IP literal or a name, then a port. Bytes beyond ASCII stand for their percent code.
const AUTHORITY = /^(?:[^@]*@)?(\[[0-9A-Fa-f:.]+\]|[^:@[\]/?#]+)(?::\d*)?$/;

/** oslo_config.types.URI: scheme and host are required, so `file:///x` is no value. */
export function uriType(rules: UriRules = {}): ValueType<string> {
  const { maxLength, schemes } = rules;
  const allowed = `a URI with scheme and host${schemes === undefined ? '' : `, scheme one of ${schemes.join(', ')}`}`;
  return textType('uri value', allowed, (text) => {
    const [, scheme, authority] = URI.exec(text) ?? [];
    const missing = [...(authority ? [] : ['host']), ...(scheme ? [] : ['scheme'])];
    if (missing.length > 0)
      throw new OptionValueError(`${missing.join(', ')} ${missing.length > 1 ? 'were' : 'was'} required but missing`);
    if (!SCHEME.test(scheme ?? '')) throw new OptionValueError(`scheme ${pythonRepr(scheme)} is not valid`);
    const host = AUTHORITY.exec(authority ?? '')?.[1];
    if (host === undefined || (host.startsWith('[') && !isIPv6(host.slice(1, -1))))
      throw new OptionValueError(`host of ${pythonRepr(authority)} is not valid`);
    if (schemes !== undefined && !schemes.some((one) => one.toLowerCase() === scheme?.toLowerCase()))
      throw new OptionValueError(`scheme ${pythonRepr(scheme)} is not one of ${schemes.join(', ')}`);
    if (maxLength !== undefined && text.length > maxLength)
      throw new OptionValueError(`Value '${text}' exceeds maximum length ${maxLength}`);
    return text;
  });
}

function textType(typeName: string, allowed: string, check: (text: string) => string): ValueType<string> {
  return { typeName, allowed, convert: (value) => check(pythonStr(value)), format: (value) => value };
}

/** inet_pton has no zone identifiers. */
function isAddress(text: string, version: 4 | 6 | undefined): boolean {
  return (version !== 6 && isIPv4(text)) || (version !== 4 && isIPv6(text) && !text.includes('%'));
}

function checkHost(text: string, version: 4 | 6 | undefined, label: RegExp): string {
  if (isAddress(text, version)) return text;
  try {
    return checkHostname(text, label);
  } catch {
    throw new OptionValueError(`${text} is not a valid host address`);
  }
}

function checkHostname(value: string, label: RegExp): string {
  if (value === '') throw new OptionValueError('Cannot have an empty hostname');
  if (value.length > 253) throw new OptionValueError(`hostname is greater than 253 characters: ${value}`);
  const text = value.endsWith('.') ? value.slice(0, -1) : value;
  const labels = text.split('.');
  // RFC 1123, 2.1: what ends in a number is meant as an address, and a wrong one here.
  if (!/[a-zA-Z-]/.test(labels.at(-1) ?? ''))
    throw new OptionValueError(
      `${text} contains no non-numeric characters in the top-level domain part of the host name and is invalid`,
    );
  if (labels.some((one) => !label.test(one))) throw new OptionValueError(`${text} is an invalid hostname`);
  return text;
}
