// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { AddProjectTag } from './add-project-tag.js';
import { CheckProjectTag } from './check-project-tag.js';
import { CreateProject } from './create-project.js';
import { DeleteProject } from './delete-project.js';
import { DeleteProjectTag } from './delete-project-tag.js';
import { DeleteProjectTags } from './delete-project-tags.js';
import { GetProject } from './get-project.js';
import { ListProjectTags } from './list-project-tags.js';
import { ListProjects } from './list-projects.js';
import { SetProjectTags } from './set-project-tags.js';
import { UpdateProject } from './update-project.js';

export const projectsOperations: readonly Type[] = [
  AddProjectTag,
  CheckProjectTag,
  CreateProject,
  DeleteProjectTag,
  DeleteProjectTags,
  DeleteProject,
  GetProject,
  ListProjectTags,
  ListProjects,
  SetProjectTags,
  UpdateProject,
];
