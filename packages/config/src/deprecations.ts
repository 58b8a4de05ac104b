// SPDX-License-Identifier: Apache-2.0
import type { DeclaredOption } from './declared-options.js';
import type { Resolved } from './resolver.js';

/** What oslo.config warns of when a value was found under an old name, or for an option that is on its way out. */
export function deprecationNotices({ group, name, option }: DeclaredOption, resolved: Resolved): readonly string[] {
  const notices: string[] = [];
  const old = resolved.deprecatedName;
  if (old !== undefined)
    notices.push(
      `Deprecated: Option "${old.name}" from group "${old.group}" is deprecated. ` +
        `Use option "${name}" from group "${group}".`,
    );
  const removal = option.deprecatedForRemoval ?? false;
  const inUse = ['file', 'command line', 'environment'].includes(resolved.origin.kind);
  if (removal !== false && inUse) {
    const reason = removal !== true && removal.reason !== undefined ? ` (${removal.reason})` : '';
    notices.push(
      `Deprecated: Option "${name}" from group "${group}" is deprecated for removal${reason}.  ` +
        'Its value may be silently ignored in the future.',
    );
  }
  return notices;
}
