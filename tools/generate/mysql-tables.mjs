// SPDX-License-Identifier: Apache-2.0
// A schema as MySQL's tables: what CREATE TABLE and the comparison of two schemas start from.
import { characterSet, collation, foreignKeyNames } from './schema.mjs';

const scalarTypes = {
  String: 'VARCHAR(191)',
  Boolean: 'TINYINT(1)',
  Int: 'INT',
  BigInt: 'BIGINT',
  Float: 'DOUBLE',
  DateTime: 'DATETIME(3)',
  Json: 'JSON',
  Bytes: 'LONGBLOB',
  Decimal: 'DECIMAL(65,30)',
};

/**
 * @typedef {{ name: string, type: string, notNull: boolean, autoIncrement: boolean, default?: string }} Column
 * @typedef {{ name: string, unique: boolean, columns: string[] }} Key
 * @typedef {{ name: string, columns: string[], table: string, references: string[], onDelete: string, onUpdate: string }} ForeignKey
 * @typedef {{ name: string, options: string, columns: Column[], primaryKey: string[], keys: Key[], foreignKeys: ForeignKey[] }} Table
 */

/**
 * @param {string} schema - the text
 * @param {object} datamodel - Prisma's description of it
 * @returns {Table[]} in the schema's order
 */
export function tablesOf(schema, datamodel) {
  const context = {
    models: new Map(datamodel.models.map((model) => [model.name, model])),
    enums: new Map(datamodel.enums.map((enumeration) => [enumeration.name, enumeration])),
    foreignKeyNames: foreignKeyNames(schema),
  };
  const collate = collation(schema);
  const options = `ENGINE=InnoDB DEFAULT CHARSET=${characterSet(schema)}${collate === undefined ? '' : ` COLLATE=${collate}`}`;
  return datamodel.models.map((model) => ({
    name: tableName(model),
    options,
    columns: model.fields.filter(({ kind }) => kind !== 'object').map((field) => columnOf(field, context)),
    primaryKey: indexesOf(datamodel, model, 'id').flatMap(({ columns }) => columns),
    keys: [
      ...indexesOf(datamodel, model, 'unique').map((index) => ({ ...index, unique: true })),
      ...indexesOf(datamodel, model, 'normal').map((index) => ({ ...index, unique: false })),
    ],
    foreignKeys: model.fields
      .filter(({ relationFromFields }) => relationFromFields !== undefined && relationFromFields.length > 0)
      .map((field) => foreignKeyOf(model, field, context)),
  }));
}

function indexesOf(datamodel, model, type) {
  return datamodel.indexes
    .filter((index) => index.model === model.name && index.type === type)
    .map((index) => {
      const columns = index.fields.map(({ name }) => columnName(fieldOf(model, name)));
      return {
        name: index.dbName ?? `${tableName(model)}_${columns.join('_')}_${type === 'unique' ? 'key' : 'idx'}`,
        columns,
      };
    });
}

function columnOf(field, { enums }) {
  const autoIncrement = field.default?.name === 'autoincrement';
  const value = autoIncrement ? undefined : defaultOf(field);
  return {
    name: columnName(field),
    type: typeOf(field, enums),
    notNull: field.isRequired,
    autoIncrement,
    ...(value === undefined ? {} : { default: value }),
  };
}

function typeOf(field, enums) {
  if (field.kind === 'enum') {
    const values = enums.get(field.type).values.map(({ name, dbName }) => quoteText(dbName ?? name));
    return `ENUM(${values.join(', ')})`;
  }
  if (field.nativeType === null) return scalarTypes[field.type] ?? fail(`no type for ${field.name}: ${field.type}`);
  const [name, parameters] = field.nativeType;
  const unsigned = /^Unsigned(.+)$/.exec(name);
  if (unsigned !== null) return `${unsigned[1].toUpperCase()} UNSIGNED`;
  // DATETIME(0) and DATETIME are one; upstream writes the short form.
  if (name === 'DateTime' && (parameters.length === 0 || parameters[0] === '0')) return 'DATETIME';
  return parameters.length === 0 ? name.toUpperCase() : `${name.toUpperCase()}(${parameters.join(',')})`;
}

/** The column's default; none for what the client makes up (now, uuid). */
function defaultOf(field) {
  const value = field.default;
  if (value === undefined || typeof value === 'object') return undefined;
  if (typeof value === 'boolean') return value ? '1' : '0';
  return typeof value === 'number' ? String(value) : quoteText(String(value));
}

function foreignKeyOf(model, field, { models, foreignKeyNames: names }) {
  const target = models.get(field.type);
  const columns = field.relationFromFields.map((name) => columnName(fieldOf(model, name)));
  return {
    name: names.get(`${model.name}.${field.name}`) ?? `${tableName(model)}_${columns.join('_')}_fkey`,
    columns,
    table: tableName(target),
    references: field.relationToFields.map((name) => columnName(fieldOf(target, name))),
    // Prisma's own defaults where the schema says nothing.
    onDelete: action(field.relationOnDelete ?? (field.isRequired ? 'Restrict' : 'SetNull')),
    onUpdate: action(field.relationOnUpdate ?? 'Cascade'),
  };
}

const tableName = (model) => model.dbName ?? model.name;
const columnName = (field) => field.dbName ?? field.name;
const fieldOf = (model, name) =>
  model.fields.find((field) => field.name === name) ?? fail(`${model.name} has no field ${name}`);
const action = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase();
const quoteText = (text) => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

function fail(message) {
  throw new Error(message);
}
