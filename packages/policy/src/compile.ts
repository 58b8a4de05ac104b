// SPDX-License-Identifier: Apache-2.0
import { pythonStr } from '@stackport/config';
import { type Check, checkText } from './check.js';
import type { PreparedCredentials } from './credentials.js';
import { RemoteCheckRequired, UnusableCheck } from './errors.js';
import { literalText } from './literal.js';
import { compileTemplate, member, type Target, type Template } from './template.js';

export type CompiledCheck = (target: Target, credentials: PreparedCredentials) => boolean;

// What Python's literal_eval finds to be an expression but no literal; all else is a syntax error to it.
const PATH = /^[\p{L}_][\p{L}\p{N}_]*(?:[-.+*/|&^<>=~]+[\p{L}\p{N}_]+)*$/u;

const always: CompiledCheck = () => true;
const never: CompiledCheck = () => false;

/**
 * Turns a check into a closure that only compares when it is called.
 *
 * It throws UnusableCheck and RemoteCheckRequired.
 *
 * @param rule - gives the closure of a referenced rule; undefined for one that does not exist.
 */
export function compileCheck(check: Check, rule: (name: string) => CompiledCheck | undefined): CompiledCheck {
  const compile = (part: Check): CompiledCheck => compileCheck(part, rule);
  switch (check.kind) {
    case 'true':
      return always;
    case 'false':
      return never;
    case 'not': {
      const inner = compile(check.check);
      return (target, credentials) => !inner(target, credentials);
    }
    case 'and':
      return check.checks.map(compile).reduceRight((rest, first) => {
        return (target, credentials) => first(target, credentials) && rest(target, credentials);
      });
    case 'or':
      return check.checks.map(compile).reduceRight((rest, first) => {
        return (target, credentials) => first(target, credentials) || rest(target, credentials);
      });
    case 'rule':
      return rule(check.name) ?? never;
    case 'role':
      return compileRole(check.match);
    case 'generic':
      return compileGeneric(check.left, check.match);
    case 'remote': {
      const text = checkText(check);
      return () => {
        throw new RemoteCheckRequired(text);
      };
    }
  }
}

function compileRole(match: string): CompiledCheck {
  const template = compileTemplate(match);
  if (template === undefined) return unusable(`role:${match}`);
  if (typeof template === 'string') {
    const role = template.toLowerCase();
    return (_target, credentials) => credentials.roles.has(role);
  }
  return (target, credentials) => {
    const role = template(target);
    return role !== undefined && credentials.roles.has(role.toLowerCase());
  };
}

function compileGeneric(left: string, match: string): CompiledCheck {
  const template = compileTemplate(match);
  if (template === undefined) return unusable(`${left}:${match}`);
  const expected: Template = typeof template === 'string' ? () => template : template;
  const literal = literalText(left);
  if (literal !== undefined) return (target) => expected(target) === literal;
  if (!PATH.test(left)) return unusable(`${left}:${match}`);
  const path = left.split('.');
  return (target, credentials) => {
    const text = expected(target);
    return text !== undefined && isAt(credentials.values, path, 0, text);
  };
}

/** Whether the value at a path into the credentials has this text; of a list, whether any item has. */
function isAt(owner: unknown, path: readonly string[], depth: number, text: string): boolean {
  const key = path[depth];
  if (key === undefined) return (typeof owner === 'string' ? owner : pythonStr(owner)) === text;
  if (typeof owner !== 'object' || owner === null)
    throw new UnusableCheck(`${path.join('.')} goes through ${pythonStr(owner)}`);
  const value = member(owner, key);
  if (typeof value === 'string' && depth + 1 === path.length) return value === text;
  if (value === undefined) return false;
  if (!Array.isArray(value)) return isAt(value, path, depth + 1, text);
  for (const item of value) if (isAt(item, path, depth + 1, text)) return true;
  return false;
}

function unusable(text: string): CompiledCheck {
  return () => {
    throw new UnusableCheck(`Failed to understand check ${text}`);
  };
}
