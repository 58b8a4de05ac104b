// SPDX-License-Identifier: Apache-2.0

/** What stands for a part of the configured URL in a cell's (nova 26, objects/cell_mapping.py). */
type Parts = Readonly<Record<string, string>>;

/**
 * A cell's URL with `{username}`, `{password}`, `{hostname}`, `{port}`, `{scheme}`, `{path}`, `{query}`, `{fragment}` filled in
 * from the configured one; `{hostname1}` and so on where that names several servers. Text in braces that names none of
 * them leaves the URL as it is.
 */
export function fillTemplate(template: string, configured: string): string {
  if (!template.includes('{')) return template;
  const parts = partsOf(configured);
  const names = [...template.matchAll(/\{(\w*)\}/g)].map(([, name = '']) => name);
  if (names.some((name) => !Object.hasOwn(parts, name))) return template;
  return template.replaceAll(/\{(\w*)\}/g, (_all, name: string) => parts[name] ?? '');
}

function partsOf(url: string): Parts {
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const servers = authority.split(',').map(serverOf);
  const numbered = servers.flatMap((server, index) =>
    Object.entries(server).map(([name, value]) => [`${name}${index + 1}`, value] as const),
  );
  return {
    ...servers[0],
    ...Object.fromEntries(authority.includes(',') ? numbered : []),
    scheme,
    path: path.replace(/^\/+/, ''),
    query,
    fragment,
  };
}

function serverOf(text: string): Parts {
  const [, credentials = '', place = ''] = /^(?:(.*)@)?([^@]*)$/s.exec(text) ?? [];
  const [, username = '', password = ''] = /^([^:]*)(?::(.*))?$/s.exec(credentials) ?? [];
  const [, hostname = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(place) ?? [];
  return { username, password, hostname: hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase(), port };
}

/**
 * The URL of cell0's database where none is named: the configured one, with `_cell0` behind the database's name
 * (nova-manage cell_v2 map_cell0). For a file of SQLite, both as a template: the state folder may be moved.
 */
export function defaultDatabaseUrls(configured: string): { readonly cell0: string; readonly cell1: string } {
  const [, start = '', query = ''] = /^([^?]*)(\?.*)?$/s.exec(configured) ?? [];
  if (/^sqlite(?:\+\w+)?:\/\/\/\/./.test(start))
    return { cell0: 'sqlite:////{path}_cell0', cell1: 'sqlite:////{path}' };
  return { cell0: `${start}_cell0${query}`, cell1: configured };
}
