// SPDX-License-Identifier: Apache-2.0

/** A filter or goodness function that cannot be read or whose values do not fit. */
export class EvaluatorParseException extends Error {
  override readonly name = 'EvaluatorParseException';
}

/** `stats`, `capabilities`, `volume`, `qos`, `extra` → name → value. */
export type Names = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'operator';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|"([^"]*)"|'([^']*)'|([A-Za-z_][\w.-]*)|(<=|>=|==|!=|<>|[-+*/^()<>?:,!&|]))/y;

/** From loose to tight. */
const BINARY: readonly (readonly string[])[] = [
  ['or', '|'],
  ['and', '&'],
  ['<', '>', '<=', '>=', '==', '!=', '<>'],
  ['+', '-'],
  ['*', '/'],
];

/**
 * The value of an expression as `filter_function` and `goodness_function` have them: arithmetic, comparisons, `and`, `or`,
 * `not`, `a ? b : c`, `abs`, `min`, `max` (upstream's scheduler/evaluator).
 * @throws EvaluatorParseException
 */
export function evaluateExpression(text: string, names: Names): number | string | boolean {
  return new Evaluation(tokenize(text), names).value();
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = text.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const match = TOKEN.exec(text);
    if (match === null) throw new EvaluatorParseException(`ParseException: ${text}`);
    const [, number, double, single, name, operator] = match;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (double !== undefined || single !== undefined) tokens.push({ kind: 'text', text: double ?? single ?? '' });
    else if (name !== undefined)
      tokens.push({ kind: ['and', 'or', 'not'].includes(name) ? 'operator' : 'name', text: name });
    else tokens.push({ kind: 'operator', text: operator ?? '' });
  }
  return tokens;
}

type Value = number | string | boolean;

class Evaluation {
  readonly #tokens: readonly Token[];
  readonly #names: Names;
  #at = 0;

  constructor(tokens: readonly Token[], names: Names) {
    this.#tokens = tokens;
    this.#names = names;
  }

  value(): Value {
    const value = this.#choice();
    if (this.#at < this.#tokens.length) throw this.#unexpected();
    return value;
  }

  #choice(): Value {
    const condition = this.#binary(0);
    if (!this.#take('?')) return condition;
    const first = this.#choice();
    this.#expect(':');
    const second = this.#choice();
    return condition ? first : second;
  }

  #binary(level: number): Value {
    const operators = BINARY[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators.find((one) => this.#take(one));
      if (operator === undefined) return left;
      left = apply(operator, left, this.#binary(level + 1));
    }
  }

  #unary(): Value {
    if (this.#take('-')) return -number(this.#unary());
    if (this.#take('+')) return number(this.#unary());
    if (this.#take('!') || this.#take('not')) return !this.#unary();
    const base = this.#operand();
    return this.#take('^') ? number(base) ** number(this.#unary()) : base;
  }

  #operand(): Value {
    if (this.#take('(')) {
      const value = this.#choice();
      this.#expect(')');
      return value;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === 'operator') throw this.#unexpected();
    this.#at += 1;
    if (token.kind === 'number') return Number(token.text);
    if (token.kind === 'text') return token.text;
    return this.#take('(') ? this.#call(token.text) : this.#variable(token.text);
  }

  #call(name: string): number {
    const operands = [number(this.#choice())];
    while (this.#take(',')) operands.push(number(this.#choice()));
    this.#expect(')');
    if (name === 'abs' && operands.length === 1) return Math.abs(operands[0] as number);
    if (name === 'max') return Math.max(...operands);
    if (name === 'min') return Math.min(...operands);
    throw new EvaluatorParseException(`ParseException: there is no function ${name}`);
  }

  #variable(path: string): Value {
    const [scope = '', ...rest] = path.split('.');
    const values = Object.hasOwn(this.#names, scope) ? this.#names[scope] : undefined;
    const key = rest.join('.');
    const value = values !== undefined && Object.hasOwn(values, key) ? values[key] : undefined;
    if (typeof value === 'number' || typeof value === 'boolean') return value;
    if (typeof value !== 'string') throw new EvaluatorParseException(`ParseException: there is no ${path}`);
    return value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  }

  #take(text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'operator' || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected();
  }

  #unexpected(): EvaluatorParseException {
    return new EvaluatorParseException(`ParseException: unexpected ${this.#tokens[this.#at]?.text ?? 'end'}`);
  }
}

function apply(operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case 'or':
    case '|':
      return Boolean(left) || Boolean(right);
    case 'and':
    case '&':
      return Boolean(left) && Boolean(right);
    case '==':
      return left === right;
    case '!=':
    case '<>':
      return left !== right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    case '+':
      return number(left) + number(right);
    case '-':
      return number(left) - number(right);
    case '*':
      return number(left) * number(right);
    default:
      if (number(right) === 0) throw new EvaluatorParseException('ZeroDivisionError');
      return number(left) / number(right);
  }
}

function number(value: Value): number {
  if (typeof value === 'string') throw new EvaluatorParseException(`ValueError: ${value} is no number`);
  return Number(value);
}
