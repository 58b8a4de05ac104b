// SPDX-License-Identifier: Apache-2.0
import type { DeclaredOption, DeclaredOptions } from './declared-options.js';
import { ConfigurationError, OptionValueError, type Problem } from './errors.js';
import { normalizeGroupName } from './ini-file.js';
import { type Found, type Layers, findValue } from './layers.js';
import { type Origin, describeOrigin } from './origin.js';
import { pythonStr } from './python-text.js';
import { substituteDeep } from './template.js';

/** The value of an option, and where it came from. */
export interface Resolved {
  readonly value: unknown;
  readonly origin: Origin;
  readonly deprecatedName?: { readonly group: string; readonly name: string };
}

/** Finds, substitutes and converts values out of one reading of all layers; each is done once. */
export class Resolver {
  readonly #layers: Layers;
  readonly #declared: DeclaredOptions;
  readonly #resolved = new Map<string, Resolved>();
  /** What is being resolved: a name met again refers to itself. */
  readonly #open: string[] = [];

  constructor(layers: Layers, declared: DeclaredOptions) {
    this.#layers = layers;
    this.#declared = declared;
  }

  get layers(): Layers {
    return this.#layers;
  }

  /** @throws ConfigurationError that names every bad one of these options. */
  check(options: readonly DeclaredOption[]): void {
    const problems: Problem[] = [];
    for (const one of options) {
      try {
        this.resolve(one);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        problems.push(...error.problems);
      }
    }
    const seen = new Set<string>();
    const distinct = problems.filter(({ message }) => !seen.has(message) && seen.add(message));
    if (distinct.length > 0) throw new ConfigurationError(distinct);
  }

  /** @throws ConfigurationError for a bad value, a reference to nothing, or none where one is required. */
  resolve(one: DeclaredOption): Resolved {
    const key = `${one.group}.${one.name}`;
    const known = this.#resolved.get(key);
    if (known !== undefined) return known;
    if (this.#open.includes(key))
      throw problem(
        one,
        undefined,
        `refers to itself: ${[...this.#open.slice(this.#open.indexOf(key)), key].join(' → ')}`,
      );
    this.#open.push(key);
    try {
      const resolved = this.#compute(one);
      this.#resolved.set(key, resolved);
      return resolved;
    } finally {
      this.#open.pop();
    }
  }

  #compute(one: DeclaredOption): Resolved {
    const found = findValue(this.#layers, one);
    const resolved = found === undefined ? undefined : this.#convert(one, found);
    if (resolved?.value !== undefined) return resolved;
    if (one.option.default !== undefined) {
      const fallback = this.#convert(one, { value: one.option.default, origin: { kind: 'option default' } });
      // An empty number is None in Python; here it means the default, so that a value has its declared type.
      return resolved === undefined ? fallback : { ...resolved, value: fallback.value };
    }
    if (one.option.required === true)
      throw new ConfigurationError({
        message: `value required for option ${one.name} in group [${one.group}]: ${one.option.type.allowed}`,
        group: one.group,
        option: one.name,
      });
    return resolved ?? { value: undefined, origin: { kind: 'option default' } };
  }

  #convert(one: DeclaredOption, found: Found): Resolved {
    const value = substituteDeep(found.value, (name) => this.#referred(one, found, name));
    try {
      const converted = one.option.multi ? this.#convertEach(one, value) : one.option.type.convert(value);
      return { ...found, value: deepFreeze(converted) };
    } catch (error) {
      if (!(error instanceof OptionValueError)) throw error;
      // The type's message quotes the value.
      const said = one.option.secret === true ? 'not a valid value' : error.message;
      throw problem(one, found, `${said}; allowed is ${one.option.type.allowed}`);
    }
  }

  #convertEach(one: DeclaredOption, values: unknown): readonly unknown[] {
    return (Array.isArray(values) ? (values as readonly unknown[]) : [values]).map((value) =>
      one.option.type.convert(value),
    );
  }

  /**
   * The text for `$name`: of the same group, else of DEFAULT; `$group.name` of that group. An option that nothing
   * declares, but that stands in a file, counts too: stock files refer to options that belong to other programs.
   */
  #referred(one: DeclaredOption, found: Found, name: string): string {
    const dot = name.indexOf('.');
    const places =
      dot < 0
        ? [
            [one.group, name],
            ['DEFAULT', name],
          ]
        : [
            [name.slice(0, dot), name.slice(dot + 1)],
            ['DEFAULT', name],
          ];
    for (const [group = '', option = ''] of places) {
      const declared = this.#declared.find(group, option);
      if (declared === undefined) continue;
      const { value } = this.resolve(declared);
      return value === undefined ? '' : pythonStr(value);
    }
    for (const [group = '', option = ''] of places) {
      const file = this.#layers.files.findLast(({ sections }) =>
        sections.get(normalizeGroupName(group))?.values.has(option),
      );
      const text = file?.sections.get(normalizeGroupName(group))?.values.get(option)?.at(-1)?.text;
      if (text === undefined || file === undefined) continue;
      const key = `${group}.${option}`;
      if (this.#open.includes(key)) throw problem(one, found, `refers to itself: ${[...this.#open, key].join(' → ')}`);
      this.#open.push(key);
      try {
        return String(substituteDeep(text, (inner) => this.#referred({ ...one, group }, found, inner)));
      } finally {
        this.#open.pop();
      }
    }
    throw problem(one, found, `no such option ${name} to put in for $${name}; a dollar sign is written as $$`);
  }
}

function problem(one: DeclaredOption, found: Found | undefined, message: string): ConfigurationError {
  const { group, name, option } = one;
  const origin = found?.origin;
  const shown = found === undefined ? '' : ` = ${option.secret === true ? '****' : pythonStr(found.value)}`;
  const place = origin === undefined ? '' : `${describeOrigin(origin)}: `;
  return new ConfigurationError({
    message: `${place}[${group}] ${name}${shown}: ${message}`,
    group,
    option: name,
    ...(origin?.kind === 'file' ? { file: origin.file, line: origin.line } : {}),
  });
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    for (const item of Object.values(value)) deepFreeze(item);
    Object.freeze(value);
  }
  return value;
}
