// SPDX-License-Identifier: Apache-2.0

type Operator = (value: string, wanted: string) => boolean;

const numeric =
  (compare: (value: number, wanted: number) => boolean): Operator =>
  (value, wanted) => {
    const [have, want] = [Number(value), Number(wanted)];
    return value !== '' && !Number.isNaN(have) && !Number.isNaN(want) && compare(have, want);
  };

const OPERATORS: Readonly<Record<string, Operator>> = {
  // This one has always been "at least".
  '=': numeric((value, wanted) => value >= wanted),
  '==': numeric((value, wanted) => value === wanted),
  '!=': numeric((value, wanted) => value !== wanted),
  '>=': numeric((value, wanted) => value >= wanted),
  '<=': numeric((value, wanted) => value <= wanted),
  's==': (value, wanted) => value === wanted,
  's!=': (value, wanted) => value !== wanted,
  's<': (value, wanted) => value < wanted,
  's<=': (value, wanted) => value <= wanted,
  's>': (value, wanted) => value > wanted,
  's>=': (value, wanted) => value >= wanted,
  '<in>': (value, wanted) => value.includes(wanted),
};

/**
 * Whether a host's value is what an extra spec asks for: `<in> text`, `<all-in> some texts`, `<or> a <or> b`, `s== text`,
 * `>= 5`, or the value itself (nova 26, filters/extra_specs_ops.py). Numbers that are none do not fit.
 */
export function matchesSpec(value: string, wanted: string): boolean {
  const [operator = '', ...operands] = wanted.split(/\s+/).filter((word) => word !== '');
  // Every second word is the operator again.
  if (operator === '<or>') return operands.some((word, index) => index % 2 === 0 && word === value);
  if (operator === '<all-in>') return operands.length > 0 && operands.every((word) => value.includes(word));
  const compare = Object.hasOwn(OPERATORS, operator) ? OPERATORS[operator] : undefined;
  if (compare === undefined) return value === wanted;
  const [operand] = operands;
  return operand !== undefined && compare(value, operand);
}
