// SPDX-License-Identifier: Apache-2.0

/** Injection token of who knows whether a project is one: a `ProjectCheck`. */
export const PROJECT_CHECK = Symbol('nova:project-check');
