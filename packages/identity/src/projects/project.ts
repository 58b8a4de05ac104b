// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap, JsonObject } from '../common/fields.js';

/** A project, or a domain: upstream keeps both as one kind of thing, and a domain acts as a project, too. */
export interface Project extends Extensible {
  readonly id: string;
  readonly name: string;
  /** null for a domain. */
  readonly domainId: string | null;
  /** The domain's id for a project at the top; null for a domain. */
  readonly parentId: string | null;
  readonly isDomain: boolean;
  readonly enabled: boolean;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly options: Readonly<JsonObject>;
}

export const projectFields: FieldMap<Project> = {
  id: 'id',
  name: 'name',
  domain_id: 'domainId',
  description: 'description',
  enabled: 'enabled',
  parent_id: 'parentId',
  is_domain: 'isDomain',
  tags: 'tags',
  options: 'options',
};

export interface ProjectChanges extends Extensible {
  readonly name?: string;
  readonly domainId?: string | null;
  readonly parentId?: string | null;
  readonly isDomain?: boolean;
  readonly enabled?: boolean;
  readonly description?: string | null;
  readonly tags?: readonly string[];
  readonly options?: Readonly<JsonObject>;
}
