// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration, Logger } from '@stackport/config';
import { parse } from 'yaml';
import type { Check } from './check.js';
import { PolicyFileError } from './errors.js';
import { policyOptions } from './options.js';
import { parseRule } from './parse-rule.js';

const JSON_WARNING =
  'JSON formatted policy_file support is deprecated since Victoria release. You need to use YAML format which will be ' +
  'default in future. You can use ``oslopolicy-convert-json-to-yaml`` tool to convert existing JSON-formatted policy ' +
  'file to YAML-formatted in backward compatible way: ' +
  'https://docs.openstack.org/oslo.policy/latest/cli/oslopolicy-convert-json-to-yaml.html.';

/** The operator's policy files: `[oslo_policy] policy_file` and what lies in `policy_dirs`. */
export class PolicyFiles {
  readonly #configuration: Configuration;
  readonly #logger: Logger;
  #isMissingTold = false;

  constructor(configuration: Configuration, logger: Logger) {
    this.#configuration = configuration;
    this.#logger = logger;
  }

  /** The files in the order in which they are read, each with what changes when it does. */
  find(): readonly { readonly path: string; readonly stamp: string }[] {
    const main = this.#mainFile();
    const { policy_dirs: folders } = this.#configuration.get(policyOptions);
    const inFolders = folders
      .flatMap((folder) => this.#configuration.findFile(folder) ?? [])
      .flatMap((folder) => filesIn(folder));
    return [...(main === undefined ? [] : [main]), ...inFolders].flatMap((path) => {
      const found = statSync(path, { throwIfNoEntry: false });
      return found?.isFile() ? [{ path, stamp: `${found.ino}:${found.size}:${found.mtimeMs}` }] : [];
    });
  }

  /** All rules; those of later files replace those of earlier ones. Throws PolicyFileError. */
  read(paths: readonly string[]): Map<string, Check> {
    return new Map(paths.flatMap((path) => [...this.#readOne(path)]));
  }

  /** As `pick_default_policy_file`: the services' old policy.json still counts where nothing else is said or there. */
  #mainFile(): string | undefined {
    const { policy_file: name } = this.#configuration.get(policyOptions);
    const kind = this.#configuration.origin('oslo_policy', 'policy_file')?.kind;
    const isDefault = kind === 'option default' || kind === 'service default';
    const found =
      this.#configuration.findFile(name) ??
      (isDefault && name === 'policy.yaml' ? this.#configuration.findFile('policy.json') : undefined);
    if (found === undefined && !this.#isMissingTold) {
      this.#isMissingTold = true;
      this.#logger.debug(`The policy file ${name} could not be found.`);
    }
    return found;
  }

  #readOne(path: string): Map<string, Check> {
    const content = this.#parse(path, readText(path));
    if (content === null || content === undefined) return new Map();
    if (typeof content !== 'object' || Array.isArray(content))
      throw new PolicyFileError(path, 'it holds no mapping of names to rules');
    this.#logger.debug(`Reloaded policy file: ${path}`);
    return new Map(Object.entries(content).map(([name, rule]) => [name, this.#rule(path, name, rule)]));
  }

  #parse(path: string, text: string): unknown {
    try {
      const parsed: unknown = JSON.parse(text);
      this.#logger.warning(JSON_WARNING);
      return parsed;
    } catch {
      try {
        return parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'error' }) as unknown;
      } catch (error) {
        throw new PolicyFileError(path, (error as Error).message, error);
      }
    }
  }

  #rule(path: string, name: string, rule: unknown): Check {
    try {
      return parseRule(rule, (problem) => this.#logger.error(`${path}: ${problem}`));
    } catch (error) {
      throw new PolicyFileError(path, `policy ${name}: ${(error as Error).message}`, error);
    }
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new PolicyFileError(path, (error as Error).message, error);
  }
}

/** Files right in the folder, hidden ones apart, sorted by name. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    throw new PolicyFileError(folder, (error as Error).message, error);
  }
}
