// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';

/** A new id: 32 hexadecimal digits, as Python's `uuid4().hex`. */
export const newId = (): string => randomUUID().replaceAll('-', '');
