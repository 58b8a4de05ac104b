// SPDX-License-Identifier: Apache-2.0
import { text } from '../shared/parameter-types.js';

export const policyProperties = { blob: text, type: { type: 'string', maxLength: 255 } };
