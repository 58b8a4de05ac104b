// SPDX-License-Identifier: Apache-2.0
import { type Check, checkText } from './check.js';
import { compileCheck } from './compile.js';
import type { PreparedCredentials } from './credentials.js';
import { UnusableCheck } from './errors.js';
import { compileTemplate, type Target } from './template.js';

export interface RemoteEvaluation {
  readonly target: Target;
  readonly credentials: PreparedCredentials;
  /** The check of a referenced rule; undefined for one that does not exist. */
  rule(name: string): Check | undefined;
  ask(url: string): Promise<boolean>;
}

/** Evaluates a check that may ask other servers: from left to right, and no further than needed. */
export async function evaluateRemote(check: Check, evaluation: RemoteEvaluation): Promise<boolean> {
  switch (check.kind) {
    case 'not':
      return !(await evaluateRemote(check.check, evaluation));
    case 'and':
      for (const part of check.checks) if (!(await evaluateRemote(part, evaluation))) return false;
      return true;
    case 'or':
      for (const part of check.checks) if (await evaluateRemote(part, evaluation)) return true;
      return false;
    case 'rule': {
      const referred = evaluation.rule(check.name);
      return referred !== undefined && evaluateRemote(referred, evaluation);
    }
    case 'remote': {
      const template = compileTemplate(`${check.scheme}:${check.match}`);
      const url = typeof template === 'function' ? template(evaluation.target) : template;
      if (url === undefined) throw new UnusableCheck(`Failed to understand check ${checkText(check)} for this target`);
      return evaluation.ask(url);
    }
    default:
      return compileCheck(check, () => undefined)(evaluation.target, evaluation.credentials);
  }
}
