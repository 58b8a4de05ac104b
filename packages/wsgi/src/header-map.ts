// SPDX-License-Identifier: Apache-2.0

interface Field {
  readonly name: string;
  readonly values: string[];
}

type HeaderInit =
  Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[] | undefined>>;

// RFC 9110, 5.1 and 5.5: a name is a token; a value holds no control characters, so it cannot open a new line.
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// eslint-disable-next-line no-control-regex -- the control characters are what the check is about
const FORBIDDEN_IN_VALUE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Header fields in their order, found without regard to case, each with one or more values. */
export class HeaderMap implements Iterable<readonly [string, string]> {
  #built: Map<string, Field> | undefined;
  #raw: readonly string[] | undefined;

  constructor(init?: HeaderInit) {
    if (init === undefined) return;
    if (Symbol.iterator in init) {
      for (const [name, value] of init as Iterable<readonly [string, string]>) this.append(name, value);
      return;
    }
    for (const [name, value] of Object.entries(init)) {
      if (typeof value === 'string') this.append(name, value);
      else for (const one of value ?? []) this.append(name, one);
    }
  }

  /** Header fields of node's flat `rawHeaders` list, which the parser has already checked; indexed at first use. */
  static fromRaw(raw: readonly string[]): HeaderMap {
    const map = new HeaderMap();
    map.#raw = raw;
    return map;
  }

  /** The values of a field joined by a comma, as WSGI's `environ` has it; undefined where the field is absent. */
  get(name: string): string | undefined {
    const field = this.#fields.get(name.toLowerCase());
    if (field === undefined) return undefined;
    return field.values.length === 1
      ? field.values[0]
      : field.values.join(name.toLowerCase() === 'cookie' ? '; ' : ', ');
  }

  getAll(name: string): readonly string[] {
    return this.#fields.get(name.toLowerCase())?.values ?? [];
  }

  has(name: string): boolean {
    return this.#fields.has(name.toLowerCase());
  }

  /** Replaces the field. Throws `TypeError` for a name or value that could break out of its line. */
  set(name: string, value: string): void {
    check(name, value);
    this.#fields.set(name.toLowerCase(), { name, values: [value] });
  }

  /** Adds one more value. Throws as `set` does. */
  append(name: string, value: string): void {
    check(name, value);
    this.#push(name, value);
  }

  delete(name: string): boolean {
    return this.#fields.delete(name.toLowerCase());
  }

  /** Names of the fields, in lower case. */
  names(): IterableIterator<string> {
    return this.#fields.keys();
  }

  /** Takes over the fields of another map, which checked them, in place of its own of the same names. */
  assign(other: HeaderMap): void {
    for (const [key, { name, values }] of other.#fields) this.#fields.set(key, { name, values: [...values] });
  }

  /** Whether every field of another map is here with the same values. */
  includes(other: HeaderMap): boolean {
    for (const [key, { values }] of other.#fields) {
      const mine = this.#fields.get(key)?.values;
      if (mine?.length !== values.length || !mine.every((value, i) => value === values[i])) return false;
    }
    return true;
  }

  *[Symbol.iterator](): Iterator<readonly [string, string]> {
    for (const { name, values } of this.#fields.values()) for (const value of values) yield [name, value];
  }

  /** Names and values in turn, as node's `writeHead` takes them. */
  flat(): string[] {
    if (this.#built === undefined && this.#raw !== undefined) return [...this.#raw];
    const flat: string[] = [];
    for (const { name, values } of this.#fields.values()) for (const value of values) flat.push(name, value);
    return flat;
  }

  get #fields(): Map<string, Field> {
    if (this.#built !== undefined) return this.#built;
    this.#built = new Map();
    const raw = this.#raw ?? [];
    for (let i = 0; i + 1 < raw.length; i += 2) this.#push(raw[i] as string, raw[i + 1] as string);
    return this.#built;
  }

  #push(name: string, value: string): void {
    const key = name.toLowerCase();
    const field = this.#fields.get(key);
    if (field === undefined) this.#fields.set(key, { name, values: [value] });
    else field.values.push(value);
  }
}

function check(name: string, value: string): void {
  if (!TOKEN.test(name)) throw new TypeError(`Header name ${JSON.stringify(name)} is not a token`);
  if (FORBIDDEN_IN_VALUE.test(value)) throw new TypeError(`Header ${name} has a control character in its value`);
}
