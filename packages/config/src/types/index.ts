// SPDX-License-Identifier: Apache-2.0
export { booleanType } from './boolean.js';
export { dictType, listType } from './collection.js';
export { hostAddressType, hostDomainType, hostnameType, ipType, uriType, type UriRules } from './network.js';
export { floatType, integerType, portType, type NumberRules } from './number.js';
export { choiceType, stringType, type StringRules } from './string.js';
export type { Choices, ValueType } from './value-type.js';
