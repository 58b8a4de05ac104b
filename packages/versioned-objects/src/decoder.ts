// SPDX-License-Identifier: Apache-2.0
import { IncompatibleObjectVersion, UnsupportedObjectError } from './errors.js';
import type { FieldType, ObjectType } from './object-type.js';
import type { ObjectValues, OpenedObject, WireObject } from './wire-object.js';
import { canRead } from './versions.js';

export interface Decoder<Prefix extends string> {
  readonly isWireObject: (value: unknown) => value is WireObject<Prefix>;
  readonly fromWire: (name: string, value: unknown) => Record<string, unknown>;
  readonly open: (value: WireObject<Prefix>) => OpenedObject;
  readonly decode: (value: unknown) => unknown;
  readonly decodeOrAsk: (
    value: unknown,
    ask: (object: WireObject<Prefix>, name: string) => Promise<unknown>,
  ) => Promise<unknown>;
}

/** Reads the objects of a project. */
export function createDecoder<Prefix extends string>(init: {
  readonly prefix: Prefix;
  readonly namespace: string;
  readonly types: Readonly<Record<string, ObjectType>>;
}): Decoder<Prefix> {
  const { prefix, namespace, types } = init;
  const [NAME, NAMESPACE, VERSION, DATA, CHANGES] = ['name', 'namespace', 'version', 'data', 'changes'].map(
    (part) => `${prefix}.${part}`,
  ) as [string, string, string, string, string];

  const isWireObject = (value: unknown): value is WireObject<Prefix> => isRecord(value) && NAME in value;

  const open = (value: ObjectValues): OpenedObject => {
    const [name, version, data, changes] = [value[NAME], value[VERSION], value[DATA], value[CHANGES]];
    const type = typeof name === 'string' && value[NAMESPACE] === namespace ? own(types, name) : undefined;
    if (type === undefined || !isRecord(data)) throw new UnsupportedObjectError(String(name));
    if (typeof version !== 'string' || !canRead(type.version, version))
      throw new IncompatibleObjectVersion(String(name), String(version), type.version);
    const values: Record<string, unknown> = {};
    for (const [field, raw] of Object.entries(data)) {
      const fieldType = own(type.fields, field);
      if (fieldType !== undefined) values[field] = decodeField(fieldType, raw);
    }
    return {
      name: String(name),
      version,
      values,
      changes: Array.isArray(changes) ? changes.filter((field) => typeof field === 'string') : [],
    };
  };

  // By the declared type: what stands in a dictionary that users write is not taken for an object.
  const decodeField = (type: FieldType, value: unknown): unknown => {
    if (type === 'time') return typeof value === 'string' ? new Date(value) : value;
    if (typeof type === 'string') return value;
    if ('objects' in type && Array.isArray(value)) return value.map(openedValues);
    if ('objectsByKey' in type && isRecord(value)) return mapValues(value, openedValues);
    return openedValues(value);
  };

  const openedValues = (value: unknown): unknown => (isWireObject(value) ? open(value).values : value);

  const decode = (value: unknown): unknown => {
    if (isWireObject(value)) return open(value).values;
    if (Array.isArray(value)) return value.map(decode);
    return isRecord(value) ? mapValues(value, decode) : value;
  };

  const decodeOrAsk: Decoder<Prefix>['decodeOrAsk'] = async (value, ask) => {
    if (isWireObject(value))
      try {
        return open(value).values;
      } catch (error) {
        const name = (value as ObjectValues)[NAME] as string;
        if (!(error instanceof IncompatibleObjectVersion)) throw error;
        return decode(await ask(value, name));
      }
    if (Array.isArray(value)) return Promise.all(value.map((element: unknown) => decodeOrAsk(element, ask)));
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(async ([key, inner]) => [key, await decodeOrAsk(inner, ask)] as const);
    return Object.fromEntries(await Promise.all(entries));
  };

  return {
    isWireObject,
    open,
    decode,
    decodeOrAsk,
    fromWire: (name, value) => {
      if (!isWireObject(value)) throw new UnsupportedObjectError(String(value));
      const found = (value as ObjectValues)[NAME];
      if (found !== name) throw new UnsupportedObjectError(String(found));
      return open(value).values;
    },
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function mapValues(
  record: Readonly<Record<string, unknown>>,
  change: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
