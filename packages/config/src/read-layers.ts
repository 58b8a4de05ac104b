// SPDX-License-Identifier: Apache-2.0
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandLine } from './command-line.js';
import { ConfigurationError } from './errors.js';
import { type IniFile, parseIni } from './ini-file.js';
import { type Surroundings, absolutePath, findConfigDirectories, findConfigFiles } from './places.js';

/** What was read, and the folders that the command line names. */
export interface ReadFiles {
  readonly files: readonly IniFile[];
  readonly directories: readonly string[];
}

/**
 * Reads the configuration files in their order: the default files unless `--config-file` is given, the default
 * folders unless `--config-dir` is given, then what the command line names, as it names it.
 * @param given - files in place of the default ones and default folders.
 * @throws ConfigurationError for files that are missing, unreadable or torn.
 */
export async function readConfigFiles(
  where: Surroundings,
  commandLine: CommandLine | undefined,
  given: readonly string[] | undefined,
): Promise<ReadFiles> {
  const sources = commandLine?.sources ?? [];
  const paths: string[] = [];
  if (!sources.some(({ kind }) => kind === 'file'))
    paths.push(...(given?.map((path) => absolutePath(path, where.environment)) ?? findConfigFiles(where)));
  if (given === undefined && !sources.some(({ kind }) => kind === 'directory'))
    for (const directory of findConfigDirectories(where)) paths.push(...(await filesOf(directory)));

  const directories: string[] = [];
  for (const { kind, path } of sources) {
    const absolute = absolutePath(path, where.environment);
    if (kind === 'file') {
      paths.push(absolute);
    } else {
      directories.push(absolute);
      paths.push(...(await filesOf(absolute)));
    }
  }
  return { files: await readAll(paths), directories };
}

async function filesOf(directory: string): Promise<readonly string[]> {
  try {
    const names = await readdir(directory);
    // Python's glob leaves out hidden files.
    return names
      .filter((name) => name.endsWith('.conf') && !name.startsWith('.'))
      .sort()
      .map((name) => join(directory, name));
  } catch {
    throw new ConfigurationError({
      message: `Failed to read config file directory: ${directory}`,
      file: directory,
    });
  }
}

async function readAll(paths: readonly string[]): Promise<readonly IniFile[]> {
  const files: IniFile[] = [];
  const failed = new Map<string, string[]>();
  for (const path of paths) {
    try {
      files.push(parseIni(decode(await readFile(path), path), path));
    } catch (error) {
      if (error instanceof ConfigurationError) throw error;
      const code = (error as NodeJS.ErrnoException).code ?? '';
      failed.set(code, [...(failed.get(code) ?? []), path]);
    }
  }
  for (const [code, list] of failed) {
    const verb = code === 'ENOENT' ? 'find' : 'open';
    const reason = code === 'ENOENT' || code === 'EACCES' ? '' : ` (${code})`;
    throw new ConfigurationError({
      message: `Failed to ${verb} some config files: ${list.join(',')}${reason}`,
      file: list[0] ?? '',
    });
  }
  return files;
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigurationError({ message: `Failed to parse ${path}: it is not UTF-8 text`, file: path });
  }
}
