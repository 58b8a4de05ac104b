// SPDX-License-Identifier: Apache-2.0
import { idString, name, nullableText } from '../shared/parameter-types.js';

export const groupProperties = { description: nullableText, domain_id: idString, name };
