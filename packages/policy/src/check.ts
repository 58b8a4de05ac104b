// SPDX-License-Identifier: Apache-2.0

/** A rule as a tree. */
export type Check =
  | { readonly kind: 'true' }
  | { readonly kind: 'false' }
  | { readonly kind: 'not'; readonly check: Check }
  | { readonly kind: 'and' | 'or'; readonly checks: readonly Check[] }
  | { readonly kind: 'rule'; readonly name: string }
  /** `match` may hold `%(name)s`, replaced from the target. */
  | { readonly kind: 'role'; readonly match: string }
  /** `left` is a literal or a path into the credentials. */
  | { readonly kind: 'generic'; readonly left: string; readonly match: string }
  | { readonly kind: 'remote'; readonly scheme: 'http' | 'https'; readonly match: string };

export const ALWAYS: Check = { kind: 'true' };
export const NEVER: Check = { kind: 'false' };

/** The check in upstream's canonical form: two rules of one text are the same rule. */
export function checkText(check: Check): string {
  switch (check.kind) {
    case 'true':
      return '@';
    case 'false':
      return '!';
    case 'not':
      return `not ${checkText(check.check)}`;
    case 'and':
    case 'or':
      return `(${check.checks.map(checkText).join(` ${check.kind} `)})`;
    case 'rule':
      return `rule:${check.name}`;
    case 'role':
      return `role:${check.match}`;
    case 'generic':
      return `${check.left}:${check.match}`;
    case 'remote':
      return `${check.scheme}:${check.match}`;
  }
}
