// SPDX-License-Identifier: Apache-2.0
import { dirname } from 'node:path';
import type { Configuration } from '@stackport/config';
import { exportOf, findPackage, importSubpath, parseSpecifier } from '@stackport/paste';

/**
 * What an npm module exports under a name: `@acme/volumes:Quiesce`; its `extension` or default export where no name is
 * given. The module lies in a node_modules folder above the configuration's files, or above where the service was started.
 * @throws Error for what is no such name, for a package or export that is not there, and what the module itself throws.
 */
export async function importNpmExport(text: string, configuration: Configuration): Promise<unknown> {
  const folders = [...configuration.configFiles.map((file) => dirname(file)), process.cwd()];
  const [, specifier = '', name] = /^([^:]+)(?::(\w+))?$/.exec(text) ?? [];
  const parsed = parseSpecifier(specifier);
  if (parsed === undefined) throw new Error(`${text} is neither a name of cinder’s nor an npm module`);
  const found = findPackage(parsed.name, folders);
  const module = found && (await importSubpath(found, parsed.subpath));
  if (module === undefined) throw new Error(`No module named '${specifier}'`);
  const exported =
    name === undefined ? (exportOf(module, 'extension') ?? exportOf(module, 'default')) : exportOf(module, name);
  if (exported === undefined) throw new Error(`Module '${specifier}' has no export '${name ?? 'extension'}'`);
  return exported;
}
