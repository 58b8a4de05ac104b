// SPDX-License-Identifier: Apache-2.0
import { boolean, name } from '../shared/parameter-types.js';

export const serviceProperties = { enabled: boolean, name, type: { type: 'string', minLength: 1, maxLength: 255 } };
