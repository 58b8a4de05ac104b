// SPDX-License-Identifier: Apache-2.0

type Operator = (value: unknown, wanted: string) => boolean;

const numeric =
  (compare: (value: number, wanted: number) => boolean): Operator =>
  (value, wanted) => {
    const [have, want] = [Number(value), Number(wanted)];
    return !Number.isNaN(have) && !Number.isNaN(want) && compare(have, want);
  };
const textual =
  (compare: (value: string, wanted: string) => boolean): Operator =>
  (value, wanted) =>
    compare(String(value), wanted);

const OPERATORS: Readonly<Record<string, Operator>> = {
  // This one has always been "at least".
  '=': numeric((value, wanted) => value >= wanted),
  '==': numeric((value, wanted) => value === wanted),
  '!=': numeric((value, wanted) => value !== wanted),
  '>=': numeric((value, wanted) => value >= wanted),
  '<=': numeric((value, wanted) => value <= wanted),
  's==': textual((value, wanted) => value === wanted),
  's!=': textual((value, wanted) => value !== wanted),
  's<': textual((value, wanted) => value < wanted),
  's<=': textual((value, wanted) => value <= wanted),
  's>': textual((value, wanted) => value > wanted),
  's>=': textual((value, wanted) => value >= wanted),
  '<in>': (value, wanted) => (Array.isArray(value) ? value.includes(wanted) : String(value).includes(wanted)),
  '<is>': (value, wanted) => isTrue(value) === isTrue(wanted),
};

/**
 * Whether a capability is what an extra spec asks for: `<is> True`, `<in> text`, `<or> a <or> b`, `s== text`, `>= 5`, or the
 * value itself (upstream's extra_specs_ops.match).
 */
export function matchesSpec(value: unknown, wanted: string | null): boolean {
  if (wanted === null) return value === null || value === undefined;
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  const [operator = '', ...rest] = words;
  if (operator === '<or>') {
    if (value === null || value === undefined) return false;
    // Every second word is the operator again.
    return rest.some((word, index) => index % 2 === 0 && word === value);
  }
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined) return value === wanted;
  const [operand] = rest;
  return value !== null && value !== undefined && operand !== undefined && compare(value, operand);
}

function isTrue(value: unknown): boolean {
  return value === true || /^(true|t|1|yes|y|on)$/i.test(String(value));
}
