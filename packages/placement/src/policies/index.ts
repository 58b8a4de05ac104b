// SPDX-License-Identifier: Apache-2.0
import type { RuleDefault } from '@stackport/policy';
import { aggregatesRules } from './aggregates.js';
import { allocationCandidatesRules } from './allocation-candidates.js';
import { allocationsRules } from './allocations.js';
import { baseRules } from './base.js';
import { inventoriesRules } from './inventories.js';
import { reshaperRules } from './reshaper.js';
import { resourceClassesRules } from './resource-classes.js';
import { resourceProvidersRules } from './resource-providers.js';
import { traitsRules } from './traits.js';
import { usagesRules } from './usages.js';

/** The Placement service's rules with Zed's check strings and deprecated predecessors. */
export const policyRules: readonly RuleDefault[] = [
  ...baseRules,
  ...aggregatesRules,
  ...allocationCandidatesRules,
  ...allocationsRules,
  ...inventoriesRules,
  ...reshaperRules,
  ...resourceClassesRules,
  ...resourceProvidersRules,
  ...traitsRules,
  ...usagesRules,
];
