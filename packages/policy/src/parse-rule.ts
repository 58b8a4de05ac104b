// SPDX-License-Identifier: Apache-2.0
import { ALWAYS, type Check, NEVER } from './check.js';

/** Is told of a rule that cannot be understood, which then allows nobody. */
export type ReportProblem = (problem: string) => void;

/**
 * Parses a rule: a text in the rule language, or the old list of lists. An empty one allows everybody, one that cannot
 * be understood nobody.
 *
 * Throws `TypeError` for what is neither text nor list nor null.
 */
export function parseRule(rule: unknown, report: ReportProblem = () => undefined): Check {
  if (rule === null || rule === undefined || rule === '') return ALWAYS;
  if (typeof rule === 'string') return parseText(rule, report);
  if (Array.isArray(rule)) return parseList(rule, report);
  throw new TypeError(`a rule is a text or a list, not ${JSON.stringify(rule)}`);
}

/** The outer list is joined by "or", the inner ones by "and". */
function parseList(rule: readonly unknown[], report: ReportProblem): Check {
  if (rule.length === 0) return ALWAYS;
  const alternatives = rule
    .map((inner) => (typeof inner === 'string' && inner !== '' ? [inner] : inner))
    .filter((inner) => inner !== '' && inner !== null && !(Array.isArray(inner) && inner.length === 0))
    .map((inner) => {
      if (!Array.isArray(inner))
        throw new TypeError(`a rule's list holds texts and lists, not ${JSON.stringify(inner)}`);
      return join(
        'and',
        inner.map((one) => parseCheck(String(one), report)),
      );
    });
  return alternatives.length === 0 ? NEVER : join('or', alternatives);
}

function parseText(rule: string, report: ReportProblem): Check {
  const tokens = tokenize(rule, report);
  const check = new TokenReader(tokens).rule();
  if (check !== undefined) return check;
  report(`Failed to understand rule ${rule}`);
  return NEVER;
}

type Token = Check | '(' | ')' | 'and' | 'or' | 'not' | 'string';

/** Parentheses count only at the ends of a word, since `%(name)s` has them inside. */
function tokenize(rule: string, report: ReportProblem): Token[] {
  return rule.split(/\s+/).flatMap((word) => {
    const opened = word.replace(/^\(+/, '');
    const clean = opened.replace(/\)+$/, '');
    const tokens: Token[] = [];
    for (let i = opened.length; i < word.length; i++) tokens.push('(');
    if (clean !== '') tokens.push(wordToken(clean, opened, report));
    for (let i = clean.length; i < opened.length; i++) tokens.push(')');
    return tokens;
  });
}

function wordToken(clean: string, opened: string, report: ReportProblem): Token {
  const lowered = clean.toLowerCase();
  if (lowered === 'and' || lowered === 'or' || lowered === 'not') return lowered;
  // A text in quotes is a token of its own that no rule has a place for (oslo.policy 4.0, _parser.py).
  if (/^(?:"[^]*"|'[^]*')$/.test(opened)) return 'string';
  return parseCheck(clean, report);
}

function parseCheck(text: string, report: ReportProblem): Check {
  if (text === '!') return NEVER;
  if (text === '@') return ALWAYS;
  const colon = text.indexOf(':');
  if (colon < 0) {
    report(`Failed to understand rule ${text}`);
    return NEVER;
  }
  const left = text.slice(0, colon);
  const match = text.slice(colon + 1);
  switch (left) {
    case 'rule':
      return { kind: 'rule', name: match };
    case 'role':
      return { kind: 'role', match };
    case 'http':
    case 'https':
      return { kind: 'remote', scheme: left, match };
    default:
      return { kind: 'generic', left, match };
  }
}

/** "not" binds tightest, then "and", then "or". Every method gives undefined for what is no rule. */
class TokenReader {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  rule(): Check | undefined {
    const check = this.#joined('or', () => this.#joined('and', () => this.#operand()));
    return this.#next === this.#tokens.length ? check : undefined;
  }

  #joined(word: 'and' | 'or', part: () => Check | undefined): Check | undefined {
    const checks: Check[] = [];
    do {
      const check = part();
      if (check === undefined) return undefined;
      checks.push(check);
    } while (this.#accept(word));
    return join(word, checks);
  }

  #operand(): Check | undefined {
    const token = this.#tokens[this.#next++];
    if (token === 'not') {
      const check = this.#operand();
      return check && { kind: 'not', check };
    }
    if (token === '(') {
      const check = this.#joined('or', () => this.#joined('and', () => this.#operand()));
      return this.#accept(')') ? check : undefined;
    }
    return typeof token === 'object' ? token : undefined;
  }

  #accept(word: Token): boolean {
    if (this.#tokens[this.#next] !== word) return false;
    this.#next++;
    return true;
  }
}

function join(kind: 'and' | 'or', checks: readonly Check[]): Check {
  const [first] = checks;
  return checks.length === 1 && first !== undefined ? first : { kind, checks };
}
