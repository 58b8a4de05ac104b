// SPDX-License-Identifier: Apache-2.0
import { name, nullableText } from '../shared/parameter-types.js';

export const endpointGroupProperties = { description: nullableText, filters: { type: 'object' }, name };
