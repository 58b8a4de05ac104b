// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { type Configuration, type IniFile, type Logger, parseIni } from '@stackport/config';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { propertyProtectionOptions } from '../options.js';

export type PropertyAction = 'create' | 'read' | 'update' | 'delete';

const ACTIONS: readonly PropertyAction[] = ['create', 'read', 'update', 'delete'];

/** Who may do what to which properties of images that users have made up. */
export interface PropertyProtections {
  allows(context: RequestContext, property: string, action: PropertyAction): boolean;
}

/** Where no file is configured everybody may do everything. */
export const noProtections: PropertyProtections = { allows: () => true };

/** The file of `property_protection_file` cannot be used. */
export class InvalidPropertyProtections extends Error {
  /** Where it is found at the start. */
  readonly exitCode = 1;

  constructor(reason: string, options?: ErrorOptions) {
    super(`Invalid configuration in property protection file. ${reason}`, options);
  }
}

interface Rule {
  readonly pattern: RegExp;
  /** Roles, or one rule of the policy, or `@` for everybody, `!` for nobody. */
  readonly permissions: Readonly<Record<PropertyAction, readonly string[]>>;
}

/**
 * The rules of a property protection file: a section for each regular expression of names, of which the first that fits
 * counts; what none fits nobody may touch (upstream's common/property_utils.py).
 */
export class PropertyRules implements PropertyProtections {
  readonly #rules: readonly Rule[];
  readonly #enforcer: Enforcer | undefined;

  /** @param enforcer - of the rules that the file names; undefined where it names roles. */
  constructor(rules: readonly Rule[], enforcer: Enforcer | undefined) {
    this.#rules = rules;
    this.#enforcer = enforcer;
  }

  /** @throws InvalidPropertyProtections */
  static of(configuration: Configuration, enforcer: Enforcer, logger: Logger): PropertyProtections {
    const { property_protection_file: path, property_protection_rule_format: format } =
      configuration.get(propertyProtectionOptions);
    if (!path) return noProtections;
    const isByPolicy = format === 'policies';
    const rules = [...read(path).sections.values()].map(({ name, values }): Rule => {
      const permissions = ACTIONS.map((action) => {
        const text = values.get(action)?.at(-1)?.text ?? '';
        if (text.trim() === '')
          logger.warning(
            `Property protection on operation ${action} for rule ${name} is not found. No role will be allowed to perform this operation.`,
          );
        return [action, permissionsOf(text, { name, action, isByPolicy })] as const;
      });
      return { pattern: patternOf(name), permissions: Object.fromEntries(permissions) as Rule['permissions'] };
    });
    return new PropertyRules(rules, isByPolicy ? enforcer : undefined);
  }

  allows(context: RequestContext, property: string, action: PropertyAction): boolean {
    const permissions = this.#rules.find(({ pattern }) => pattern.test(property))?.permissions[action] ?? [];
    if (permissions.includes('!')) return false;
    if (permissions.includes('@')) return true;
    const enforcer = this.#enforcer;
    return enforcer === undefined
      ? permissions.some((role) => context.roles.includes(role))
      : permissions.some((rule) => enforcer.enforce(rule, {}, context));
  }
}

function read(path: string): IniFile {
  try {
    return parseIni(readFileSync(path, 'utf8'), path);
  } catch (error) {
    throw new InvalidPropertyProtections(
      `Couldn't find property protection file ${path}: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

function patternOf(rule: string): RegExp {
  try {
    return new RegExp(rule);
  } catch (error) {
    throw new InvalidPropertyProtections(
      `Encountered a malformed property protection rule ${rule}: ${(error as Error).message}.`,
      { cause: error },
    );
  }
}

function permissionsOf(
  text: string,
  { name, action, isByPolicy }: { readonly name: string; readonly action: string; readonly isByPolicy: boolean },
): readonly string[] {
  const permissions = text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  if (isByPolicy && permissions.length > 1)
    throw new InvalidPropertyProtections(
      `Multiple policies '${text}' not allowed for a given operation. Policies can be combined in the policy file`,
    );
  if (permissions.includes('@') && permissions.includes('!'))
    throw new InvalidPropertyProtections(
      `Malformed property protection rule in [${name}] ${action}=${text}: '@' and '!' are mutually exclusive`,
    );
  return permissions;
}
