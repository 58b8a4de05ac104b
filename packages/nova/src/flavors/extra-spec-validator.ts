// SPDX-License-Identifier: Apache-2.0
import { standardResourceClasses, standardTraits } from '@stackport/resource-standards';
import { InvalidExtraSpec } from '../errors/flavors.js';
import {
  NAMED_SPECS,
  NAMESPACES,
  PATTERN_SPECS,
  PLACEMENT_SPEC,
  RESOURCE_VALUE,
  type SpecValue,
  TRAIT_VALUE,
} from './extra-spec-rules.js';

const FLAG = /^(?:1|t|true|on|y|yes|0|f|false|off|n|no)$/i;
const INTEGER = /^\s*[+-]?\d+(?:_\d+)*\s*$/;

/** Knows which extra specs there are, and what values they have (2.86). Other namespaces than nova's are the operator's own. */
export class ExtraSpecValidator {
  #traits: ReadonlySet<string> | undefined;
  #resourceClasses: ReadonlySet<string> | undefined;

  /** Throws InvalidExtraSpec. */
  validate(name: string, value: string): void {
    const rule = this.#ruleOf(name);
    if (rule !== undefined) checkValue(rule, value);
    else if (name.includes(':') && NAMESPACES.test(name.slice(0, name.indexOf(':'))))
      throw new InvalidExtraSpec(`extra spec '${name}' does not appear to be a valid extra spec.`);
  }

  #ruleOf(name: string): SpecValue | undefined {
    if (Object.hasOwn(NAMED_SPECS, name)) return NAMED_SPECS[name];
    const [, kind, what = ''] = PLACEMENT_SPEC.exec(name) ?? [];
    if (kind === 'resources' && this.#isResourceClass(what)) return RESOURCE_VALUE;
    if (kind === 'trait' && this.#isTrait(what)) return TRAIT_VALUE;
    return PATTERN_SPECS.find(([pattern]) => pattern.test(name))?.[1];
  }

  #isResourceClass(name: string): boolean {
    this.#resourceClasses ??= new Set(standardResourceClasses);
    return /^CUSTOM_./.test(name) || this.#resourceClasses.has(name);
  }

  #isTrait(name: string): boolean {
    this.#traits ??= new Set(standardTraits);
    return /^CUSTOM_./.test(name) || this.#traits.has(name);
  }
}

function checkValue(rule: SpecValue, value: string): void {
  if (rule === 'text') return;
  if (rule === 'boolean') {
    if (!FLAG.test(value.trim())) throw new InvalidExtraSpec(`'${value}' is not a valid boolean-like value.`);
  } else if ('oneOf' in rule) {
    if (!rule.oneOf.includes(value)) throw new InvalidExtraSpec(`'${value}' is not one of: ${rule.oneOf.join(', ')}.`);
  } else if ('pattern' in rule) {
    if (!new RegExp(`^(?:${rule.pattern})$`).test(value))
      throw new InvalidExtraSpec(`'${value}' is not of the format '${rule.pattern}'.`);
  } else checkInteger(rule, value);
}

function checkInteger({ min, max }: { readonly min?: number; readonly max?: number }, value: string): void {
  if (!INTEGER.test(value)) throw new InvalidExtraSpec(`'${value}' is not a valid integer value.`);
  const number = Number(value.replaceAll('_', ''));
  if (max !== undefined && max < number)
    throw new InvalidExtraSpec(`'${number}' is greater than the max value of '${max}'.`);
  if (min !== undefined && min > number)
    throw new InvalidExtraSpec(`'${number}' is less than the min value of '${min}'.`);
}
