// SPDX-License-Identifier: Apache-2.0
export { FIRST_CUSTOM_ID, standardResourceClasses } from './resource-classes.js';
export { CUSTOM_NAMESPACE, SHARES_VIA_AGGREGATE, standardTraits } from './traits.js';
