// SPDX-License-Identifier: Apache-2.0
import { ValueError } from './errors.js';
import { repr, words } from './python-text.js';

/**
 * Turns `domain foobar.com port 20 /path` (words in any order) or a plain `/path` into the address that a URL map
 * takes. Throws ValueError as `paste.urlmap.parse_path_expression` does.
 */
export function parsePathExpression(expression: string): string {
  const parts = words(expression);
  let domain: string | undefined;
  let port: string | undefined;
  let path: string | undefined;
  for (let word = parts.shift(); word !== undefined; word = parts.shift()) {
    if (word === 'domain') {
      if (parts.length === 0) throw new ValueError("'domain' must be followed with a domain name");
      if (domain !== undefined) throw new ValueError("'domain' given twice");
      domain = parts.shift();
    } else if (word === 'port') {
      if (parts.length === 0) throw new ValueError("'port' must be followed with a port number");
      if (port !== undefined) throw new ValueError("'port' given twice");
      port = parts.shift();
    } else {
      if (path !== undefined) throw new ValueError(`more than one path given (have ${repr(path)}, got ${repr(word)})`);
      path = word;
    }
  }
  if (port !== undefined && domain === undefined) {
    throw new ValueError('If you give a port, you must also give a domain');
  }
  if (domain === undefined) return path ?? '';
  const host = port === undefined ? `http://${domain}` : `http://${domain}:${port}`;
  // Two slashes between host and path, as upstream has it; the map squeezes them.
  return path === undefined ? host : `${host}/${path}`;
}
