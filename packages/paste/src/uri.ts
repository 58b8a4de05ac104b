// SPDX-License-Identifier: Apache-2.0
import { CallLoader } from './call-loader.js';
import { ConfigLoader } from './config-loader.js';
import type { LoaderContext } from './context.js';
import { EggLoader } from './egg-loader.js';
import { LookupError, ValueError } from './errors.js';
import { IniFile } from './ini-file.js';
import { repr, strip, unquote } from './python-text.js';
import type { ContextRequest, Session } from './session.js';

const SCHEMES = ['config', 'egg', 'call'];

/**
 * Finds what a URI names. The fragment is the name unless the request has one; without either it is `main`.
 * Throws LookupError for a missing or unknown scheme, ValueError for a relative path without a folder.
 */
export async function contextOfUri(
  session: Session,
  uri: string,
  request: ContextRequest,
  relativeTo: string | undefined,
): Promise<LoaderContext> {
  const [, address = '', fragment] = /^([^#]*)(?:#(.*))?$/s.exec(uri) ?? [];
  const named = { ...request, name: request.name ?? fragment ?? 'main' };
  const colon = address.indexOf(':');
  if (colon < 0) throw new LookupError(`URI has no scheme: ${repr(address)}`);
  const scheme = address.slice(0, colon).toLowerCase();
  const rest = address.slice(colon + 1);
  const folder = relativeTo ?? process.cwd();
  switch (scheme) {
    case 'config':
      return configLoader(session, configPath(address, rest, relativeTo), request).contextOf(named);
    case 'egg':
      return new EggLoader(rest, folder, session).contextOf(named);
    case 'call':
      return new CallLoader(rest, folder, session).contextOf(named);
    default:
      throw new LookupError(`URI scheme not known: ${repr(scheme)} (from ${SCHEMES.join(', ')})`);
  }
}

function configLoader(session: Session, path: string, { globalConf }: ContextRequest): ConfigLoader {
  const file = IniFile.read(strip(path), { lenient: session.lenient });
  if (globalConf) file.addDefaults(globalConf);
  return new ConfigLoader(file, session);
}

function configPath(uri: string, rest: string, relativeTo: string | undefined): string {
  const path = rest.replaceAll('\\', '/');
  if (rest.startsWith('/')) return unquote(path.startsWith('///') ? path.slice(2) : path);
  if (relativeTo === undefined || relativeTo === '') {
    throw new ValueError(`Cannot resolve relative uri ${repr(uri)}; no relative_to keyword argument given`);
  }
  const base = relativeTo.replaceAll('\\', '/');
  const joined = base.endsWith('/') ? base + path : `${base}/${path}`;
  return unquote(joined.startsWith('///') ? joined.slice(2) : joined);
}
