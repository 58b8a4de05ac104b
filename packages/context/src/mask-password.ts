// SPDX-License-Identifier: Apache-2.0

/** oslo_utils.strutils (6.0.1): a name that ends in one of these, with digits after it or not, has a secret value. */
const KEYS = [
  'adminpass', 'admin_pass', 'password', 'admin_password', 'auth_token', 'new_pass', 'auth_password', 'secret_uuid',
  'secret', 'sys_pswd', 'token', 'configdrive', 'chappassword', 'encrypted_key', 'private_key', 'fernetkey', 'sslkey',
  'passphrase', 'cephclusterfsid', 'octaviaheartbeatkey', 'rabbitcookie', 'cephmanilaclientkey',
  'pacemakerremoteauthkey', 'designaterndckey', 'cephadminkey', 'heatauthencryptionkey', 'cephclientkey',
  'keystonecredential', 'barbicansimplecryptokek', 'cephrgwkey', 'swifthashsuffix', 'migrationsshkey', 'cephmdskey',
  'cephmonkey',
]; // prettier-ignore

const KEY = `(?:${[...KEYS].sort((a, b) => b.length - a.length).join('|')})\\d*`;
const DOUBLE = String.raw`"(?:[^"\\]|\\.)*"`;
const SINGLE = String.raw`'(?:[^'\\]|\\.)*'`;
const QUOTED = `(?:${DOUBLE}|${SINGLE})`;

const MENTIONED = new RegExp(`${KEYS.join('|')}|x-[a-z-]*token|://[^/\\s]*@`, 'i');

/** Each has what stays in group 1, and the secret after it, quotes included where there are any. */
const FORMS: readonly RegExp[] = [
  // "original_password": "…", 'adminPass' : u'…' (JSON, a Python dict)
  new RegExp(`(["'][^"'\\n]{0,200}?${KEY}["']\\s*:\\s*u?)(${QUOTED})`, 'gi'),
  // 'password', '--value', '…' (a command line in a list)
  new RegExp(`(["'][^"'\\n]{0,200}?${KEY}["']\\s*,\\s*(?:'--?[a-z]+'\\s*,\\s*)?u?)(${QUOTED})`, 'gi'),
  // password = '…', password '…'
  new RegExp(`(${KEY}(?:\\s*=\\s*|\\s+))(${QUOTED})`, 'gi'),
  // password=…, in an URL's query too: up to a space or a quote, since & may be part of it
  new RegExp(`(${KEY}\\s*=\\s*)([^\\s"'^]+)`, 'gi'),
  // --password …
  new RegExp(`(--[a-z_-]*${KEY}\\s+)([^\\s"'=^-][^\\s"'=^]*)`, 'gi'),
  // <adminPass>…</adminPass>
  new RegExp(`(<${KEY}>)([^<]+)`, 'gi'),
  // X-Auth-Token: …
  /(\bx-(?:[a-z]+-)*token["']?\s*[:=]\s*)([^\s"',;]+)/gi,
];

// mysql+pymysql://user:…@host: a password may hold an @ itself.
const USERINFO = /(\b[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:)[^/\s]*(?=@)/gi;

/**
 * Replaces secret values in a text by `***`: of JSON and Python dictionaries, `key = value`, command lines, XML, token
 * headers, and passwords in URLs. What oslo_utils' `mask_password` masks is masked; a quote escaped inside a value, token
 * headers and URLs are masked as well.
 */
export function maskPassword(message: string, secret = '***'): string {
  if (!MENTIONED.test(message)) return message;
  let masked = message;
  for (const form of FORMS)
    masked = masked.replace(form, (_whole, kept: string, value: string) => {
      const quote = value.startsWith('"') || value.startsWith("'") ? value.charAt(0) : '';
      return kept + quote + secret + quote;
    });
  return masked.replace(USERINFO, (_whole, kept: string) => kept + secret);
}

/** `maskPassword` in every string of a dictionary and of those in it; a string under a secret name is masked whole. */
export function maskDictPassword(values: Readonly<Record<string, unknown>>, secret = '***'): Record<string, unknown> {
  const mask = (key: string, value: unknown): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown) => mask('', item));
    if (typeof value === 'object' && value !== null) return maskDictPassword(value as Record<string, unknown>, secret);
    const name = key.toLowerCase();
    if (KEYS.some((one) => name.includes(one))) return secret;
    return typeof value === 'string' ? maskPassword(value, secret) : value;
  };
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, mask(key, value)]));
}
