// SPDX-License-Identifier: Apache-2.0
import { name, nullableText, optionsSchema, text } from '../shared/parameter-types.js';

export const roleProperties = { name, description: text, options: optionsSchema('immutable'), domain_id: nullableText };
