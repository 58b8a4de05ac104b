// SPDX-License-Identifier: Apache-2.0
import type { ScopeType } from '@stackport/policy';

/** Checks that many rules have. */
export const ADMIN = 'rule:admin_required';
export const ADMIN_OR_SYSTEM_READER = 'rule:admin_required or (role:reader and system_scope:all)';

export const ANY_SCOPE: readonly ScopeType[] = ['system', 'domain', 'project'];
export const SYSTEM_PROJECT: readonly ScopeType[] = ['system', 'project'];
export const PROJECT: readonly ScopeType[] = ['project'];
