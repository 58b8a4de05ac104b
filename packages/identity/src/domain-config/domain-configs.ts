// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import type { JsonObject } from '../common/fields.js';
import { domainConfigNotFound, Forbidden } from '../errors.js';
import { identityOptions, securityComplianceOptions } from '../options.js';
import { domainOptions, sensitiveOptions, type ConfigValue } from './domain-options.js';
import { DomainConfigRepository, type StoredOption } from './domain-config-repository.js';

/** Which part of a configuration: all of it, a group, or one option of a group. */
export interface ConfigPart {
  readonly group?: string | undefined;
  readonly option?: string | undefined;
}

const READABLE = ['password_regex', 'password_regex_description'] as const;

/** A domain's own configuration. Callers know that the domain exists. */
export class DomainConfigs {
  readonly #environment: Environment;
  readonly #repository: DomainConfigRepository;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#repository = new DomainConfigRepository(environment.database.client);
  }

  /** Whether the domain has a configuration. */
  async exists(domainId: string): Promise<boolean> {
    return (await this.#repository.list(domainId)).length > 0;
  }

  /** Without what is sensitive. Throws `Forbidden` for what no domain can configure, `NotFound`. */
  async get(domainId: string, part: ConfigPart = {}): Promise<JsonObject> {
    assertKnown(part);
    const found = (await this.#repository.list(domainId)).filter((one) => !one.sensitive && isIn(part, one));
    if (found.length === 0) throw domainConfigNotFound(describe(part), domainId);
    return toConfig(found, part.option);
  }

  /** In place of what was there. Throws `Forbidden`. */
  async create(domainId: string, config: JsonObject): Promise<JsonObject> {
    const options = toOptions(config);
    await this.#environment.database.transaction(async (tx) => {
      const repository = new DomainConfigRepository(tx);
      await repository.delete(domainId);
      for (const option of options) await repository.put(domainId, option);
    });
    return toConfig(options.filter(({ sensitive }) => !sensitive));
  }

  /** Adds to and changes what is there; a part must be there already, and alone in the update. Throws `Forbidden`, `NotFound`. */
  async update(domainId: string, given: JsonObject, part: ConfigPart = {}): Promise<JsonObject> {
    const { group, option } = part;
    const config = group !== undefined && option !== undefined ? { [group]: given } : given;
    const options = toOptions(config);
    assertKnown(part);
    if (group !== undefined) {
      assertOnly(config, group, option);
      const there = (await this.#repository.list(domainId)).some((one) => isIn(part, one));
      if (!there) throw domainConfigNotFound(describe(part), domainId);
    }
    await this.#environment.database.transaction(async (tx) => {
      const repository = new DomainConfigRepository(tx);
      for (const one of options) await repository.put(domainId, one);
    });
    return this.get(domainId);
  }

  /** Throws `Forbidden`, and `NotFound` for a part that is not there. */
  async delete(domainId: string, part: ConfigPart = {}): Promise<void> {
    assertKnown(part);
    const { group, option } = part;
    if (group !== undefined) {
      const stored = await this.#repository.list(domainId);
      if (!stored.some((one) => isIn({ group }, one))) throw domainConfigNotFound(describe({ group }), domainId);
      if (option !== undefined && !stored.some((one) => isIn(part, one)))
        throw domainConfigNotFound(describe(part), domainId);
    }
    await this.#repository.delete(domainId, group, option);
  }

  /** The service's own values. Throws `Forbidden`. */
  defaults(part: ConfigPart = {}): JsonObject {
    assertKnown(part);
    const { group, option } = part;
    if (group === undefined) return domainOptions;
    const options = domainOptions[group] ?? {};
    if (option === undefined) return { [group]: options };
    if (!Object.hasOwn(options, option))
      throw invalid(`Reading the default for option ${option} in group ${group} is not supported`);
    return { [option]: options[option] };
  }

  /** What passwords have to look like: for everybody to read. Throws `Forbidden` for another domain than the default one. */
  securityCompliance(domainId: string, option?: string): JsonObject {
    if (domainId !== this.#environment.configuration.get(identityOptions).default_domain_id)
      throw invalid(
        'Reading security compliance information for any domain other than the default domain is not allowed or supported.',
      );
    const values = this.#environment.configuration.get(securityComplianceOptions);
    if (option === undefined)
      return { security_compliance: Object.fromEntries(READABLE.map((name) => [name, values[name] ?? null])) };
    const name = READABLE.find((readable) => readable === option);
    if (name === undefined)
      throw invalid(
        'Reading security compliance values other than password_regex and password_regex_description is not allowed.',
      );
    return { [name]: values[name] ?? null };
  }
}

const invalid = (reason: string): Forbidden => new Forbidden(`Invalid domain specific configuration: ${reason}.`);

function assertKnown({ group, option }: ConfigPart): void {
  if (group === undefined) return;
  // A client's names: `toString` is one of every object.
  const options = Object.hasOwn(domainOptions, group) ? domainOptions[group] : undefined;
  if (options === undefined) throw invalid(`Group ${group} is not supported for domain specific configurations`);
  if (option !== undefined && !Object.hasOwn(options, option) && !(sensitiveOptions[group] ?? []).includes(option))
    throw invalid(`Option ${option} in group ${group} is not supported for domain specific configurations`);
}

function toOptions(config: JsonObject): StoredOption[] {
  if (Object.keys(config).length === 0) throw invalid('No options specified');
  return Object.entries(config).flatMap(([group, options]) => {
    if (typeof options !== 'object' || options === null || Array.isArray(options) || Object.keys(options).length === 0)
      throw invalid(`The value of group ${group} specified in the config should be a dictionary of options`);
    return Object.entries(options as Record<string, ConfigValue>).map(([option, value]) => {
      assertKnown({ group, option });
      return { group, option, value, sensitive: (sensitiveOptions[group] ?? []).includes(option) };
    });
  });
}

function assertOnly(config: JsonObject, group: string, option: string | undefined): void {
  const groups = Object.keys(config);
  const options = Object.keys(config[group] ?? {});
  if (groups.length !== 1 || (option !== undefined && group in config && options.length !== 1))
    throw invalid(
      option === undefined
        ? `Trying to update group ${group}, so that, and only that, group must be specified in the config`
        : `Trying to update option ${option} in group ${group}, so that, and only that, option must be specified  in the config`,
    );
  if (!(group in config))
    throw invalid(`request to update group ${group}, but config provided contains group ${groups[0] ?? ''} instead`);
  if (option !== undefined && !options.includes(option))
    throw invalid(
      `Trying to update option ${option} in group ${group}, but config provided contains option ${options[0] ?? ''} instead`,
    );
}

function toConfig(options: readonly StoredOption[], only?: string): JsonObject {
  if (only !== undefined) return Object.fromEntries(options.map(({ option, value }) => [option, value]));
  const config: Record<string, Record<string, ConfigValue>> = {};
  for (const { group, option, value } of options) (config[group] ??= {})[option] = value;
  return config;
}

const isIn = ({ group, option }: ConfigPart, one: StoredOption): boolean =>
  (group === undefined || one.group === group) && (option === undefined || one.option === option);

function describe({ group, option }: ConfigPart): string {
  if (option !== undefined) return `option ${option} in group ${group ?? ''}`;
  return group === undefined ? 'any options' : `group ${group}`;
}
