// SPDX-License-Identifier: Apache-2.0
import { writeFields, type JsonObject } from '../../common/fields.js';
import type { Domain } from '../../domains/domains.js';
import { projectFields } from '../../projects/project.js';
import { without } from '../shared/bodies.js';

/** A domain without what only projects have. */
export function domainView(domain: Domain): JsonObject {
  return without(writeFields(domain, projectFields), 'domain_id', 'parent_id', 'is_domain');
}
