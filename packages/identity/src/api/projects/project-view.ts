// SPDX-License-Identifier: Apache-2.0
import { writeFields, type JsonObject } from '../../common/fields.js';
import { projectFields, type Project } from '../../projects/project.js';

export function projectView(project: Project): JsonObject {
  return writeFields(project, projectFields);
}
