// SPDX-License-Identifier: Apache-2.0
export type { PolicyCredentials } from './credentials.js';
export { type Credentials, Enforcer, type EnforcerInit } from './enforcer.js';
export * from './errors.js';
export { policyOptions } from './options.js';
export type { DeprecatedRule, Deprecation, RuleDefault, ScopeType } from './rule-default.js';
export { sampleGenerator } from './sample-generator.js';
export type { Target } from './template.js';
