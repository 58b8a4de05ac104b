// SPDX-License-Identifier: Apache-2.0
import type { Project } from '../../projects/project.js';

/** `tags`, `tags-any`, `not-tags`, `not-tags-any`: projects with all or any of the tags, or without them. */
export function byTags(query: URLSearchParams, projects: readonly Project[]): readonly Project[] {
  const all = listOf(query, 'tags');
  const any = listOf(query, 'tags-any');
  const notAll = listOf(query, 'not-tags');
  const notAny = listOf(query, 'not-tags-any');
  return projects.filter(
    ({ tags }) =>
      (all === undefined || all.every((tag) => tags.includes(tag))) &&
      (any === undefined || any.some((tag) => tags.includes(tag))) &&
      !notAll?.every((tag) => tags.includes(tag)) &&
      !notAny?.some((tag) => tags.includes(tag)),
  );
}

const listOf = (query: URLSearchParams, name: string): readonly string[] | undefined => query.get(name)?.split(',');
