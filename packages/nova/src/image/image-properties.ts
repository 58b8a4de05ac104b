// SPDX-License-Identifier: Apache-2.0
import { InvalidImageProperty } from '../errors/image.js';
import { parseCpuSet } from '../scheduler/resources/cpu-set.js';
import { oldPropertyNames, type PropertyType, propertyTypes } from './image-property-types.js';
import { isTrue } from '../is-true.js';

type Types = typeof propertyTypes;

interface ValueOf {
  readonly text: string;
  readonly choice: string;
  readonly version: string;
  readonly boolean: boolean;
  readonly integer: number;
  readonly dictionaries: readonly Readonly<Record<string, string | null>>[];
}

/** What nova knows of an image's properties; one that the image does not have is not there. */
export type ImageMetaProperties = { readonly [Name in keyof Types]?: ValueOf[Types[Name]['kind']] } & {
  /** Numbers of the guest's processors, by NUMA node. */
  readonly hw_numa_cpus?: readonly (readonly number[])[];
  /** MiB, by NUMA node. */
  readonly hw_numa_mem?: readonly number[];
  readonly traits_required?: readonly string[];
};

const MOST_NODES = 128;
const TRAIT = 'trait:';
const PREDICATE = /^\s*(<=|>=|<|>|==|!=)\s*\d+\.\d+(\.\d+)?([ab]\d+)?\s*$/;

/**
 * The properties that nova knows, under today's names and as values; others are dropped (nova 26, objects/image_meta.py,
 * ImageMetaProps.from_dict). Throws `InvalidImageProperty` for a value that one of them cannot have.
 */
export function imagePropertiesFrom(given: Readonly<Record<string, unknown>>): ImageMetaProperties {
  const found: Record<string, unknown> = {};
  const set = (name: keyof Types, value: unknown): void => {
    found[name] = valueOf(name, propertyTypes[name], value);
  };
  for (const [old, name] of Object.entries(oldPropertyNames)) if (given[old] !== undefined) set(name, given[old]);
  const adapter = given.vmware_adaptertype;
  if (typeof adapter === 'string' && adapter !== '') {
    set('hw_disk_bus', adapter === 'ide' ? 'ide' : 'scsi');
    if (adapter !== 'ide') set('hw_scsi_model', adapter);
  }
  for (const name of Object.keys(propertyTypes) as (keyof Types)[])
    if (given[name] !== undefined) set(name, given[name]);
  const memory = byNode(given, 'hw_numa_mem.').map((value) => integerOf(value));
  if (memory.length > 0) found.hw_numa_mem = memory;
  const processors = byNode(given, 'hw_numa_cpus.').map((value) => [...parseCpuSet(String(value))]);
  if (processors.length > 0) found.hw_numa_cpus = processors;
  const traits = Object.entries(given).flatMap(([name, value]) =>
    name.startsWith(TRAIT) && value === 'required' ? [name.slice(TRAIT.length)] : [],
  );
  if (traits.length > 0) found.traits_required = traits;
  return found;
}

/** Python's int(). Throws `InvalidImageProperty`. */
export function integerOf(value: unknown): number {
  const text = String(value).trim();
  if (!/^[+-]?\d+$/.test(text) && typeof value !== 'number')
    throw refused(`invalid literal for int() with base 10: '${String(value)}'`);
  return Math.trunc(Number(text));
}

/** Values of numbered properties up to the first one that is missing. */
function byNode(given: Readonly<Record<string, unknown>>, prefix: string): readonly unknown[] {
  const values: unknown[] = [];
  while (values.length < MOST_NODES && given[`${prefix}${values.length}`] !== undefined)
    values.push(given[`${prefix}${values.length}`]);
  return values;
}

function valueOf(name: string, type: PropertyType, value: unknown): unknown {
  if (value === null) throw refused(`Field \`${name}' cannot be None`);
  if (type.kind === 'boolean') return isTrue(value);
  if (type.kind === 'integer') return integerOf(value);
  if (type.kind === 'dictionaries') return dictionariesOf(name, value);
  const text = textOf(value) ?? '';
  if (type.kind === 'choice') return choiceOf(text, type);
  if (type.kind === 'version' && !text.split(',').every((one) => PREDICATE.test(one)))
    throw refused(`Version ${text} is not a valid predicate in field ${name}`);
  return text;
}

function choiceOf(value: string, { values, synonyms, noun }: Extract<PropertyType, { kind: 'choice' }>): string {
  const lower = synonyms === undefined ? value : value.toLowerCase();
  const word = synonyms?.[lower] ?? lower;
  if (values.includes(word)) return word;
  throw refused(noun === undefined ? `Field value ${value} is invalid` : `${noun} '${value}' is not valid`);
}

function dictionariesOf(name: string, value: unknown): readonly Readonly<Record<string, string | null>>[] {
  if (!Array.isArray(value)) throw refused(`A list is required in field ${name}, not a ${typeNameOf(value)}`);
  return (value as readonly unknown[]).map((one, index) => {
    if (typeof one !== 'object' || one === null || Array.isArray(one))
      throw refused(`A dict is required in field ${name}[${index}], not a ${typeNameOf(one)}`);
    return Object.fromEntries(Object.entries(one).map(([key, held]) => [key, textOf(held)]));
  });
}

/** Python's name for it. */
function typeNameOf(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  const names: Readonly<Record<string, string>> = { string: 'str', number: 'int', boolean: 'bool' };
  return names[typeof value] ?? 'dict';
}

/** Python's str(). */
function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function refused(error: string): InvalidImageProperty {
  return new InvalidImageProperty(`Invalid image metadata. Error: ${error}`);
}
