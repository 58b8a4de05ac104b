// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import { type Check, checkText } from './check.js';
import type { RuleDefault } from './rule-default.js';

/** A default with its checks parsed. */
export interface RegisteredRule {
  readonly rule: RuleDefault;
  readonly check: Check;
  readonly deprecatedCheck: Check | undefined;
}

interface Surroundings {
  readonly fileRules: ReadonlyMap<string, Check>;
  readonly enforceNewDefaults: boolean;
  readonly logger: Logger;
}

/**
 * What holds for a default that no file overrides. An operator's rule under the deprecated name goes before it, unless it only
 * points to the new name; else the deprecated check is enough too, unless `enforce_new_defaults` (oslo.policy 4.0,
 * `Enforcer._handle_deprecated_rule`).
 */
export function effectiveDefault(registered: RegisteredRule, surroundings: Surroundings): Check {
  const { rule, check, deprecatedCheck } = registered;
  const { fileRules, enforceNewDefaults, logger } = surroundings;
  const deprecated = rule.deprecatedRule;
  if (deprecated === undefined || deprecatedCheck === undefined) return check;
  const overridden = deprecated.name === rule.name ? undefined : fileRules.get(deprecated.name);
  if (overridden !== undefined) {
    logger.warning(deprecationText(rule));
    if (checkText(overridden) !== `rule:${rule.name}`) return overridden;
  }
  if (enforceNewDefaults || deprecated.check === rule.check) return check;
  // Not a warning, as there is one for nearly every policy of Zed, and nothing an operator has to do at once.
  if (overridden === undefined) logger.debug(deprecationText(rule));
  return { kind: 'or', checks: [check, deprecatedCheck] };
}

function deprecationText(rule: RuleDefault): string {
  const { name = '', check = '', since, reason } = rule.deprecatedRule ?? {};
  return (
    `Policy "${name}":"${check}" was deprecated in ${since ?? 'None'} in favor of "${rule.name}":"${rule.check}". ` +
    `Reason: ${reason ?? 'None'}. Either ensure your deployment is ready for the new default or copy/paste the ` +
    'deprecated policy into your policy file and maintain it manually.'
  );
}
