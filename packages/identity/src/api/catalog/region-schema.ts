// SPDX-License-Identifier: Apache-2.0
import { nullableText, text } from '../shared/parameter-types.js';

/** A region's id is free text: whoever creates one may choose it. */
export const regionProperties = { description: nullableText, id: text, parent_region_id: nullableText };
