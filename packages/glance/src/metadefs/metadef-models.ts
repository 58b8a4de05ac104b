// SPDX-License-Identifier: Apache-2.0
import type { PropertyType, PropertyTypes } from './property-type.js';

export type NamespaceVisibility = 'public' | 'private';

/** When something was written; Python's loader leaves `updatedAt` empty. */
export interface Times {
  readonly createdAt: Date;
  readonly updatedAt: Date | null;
}

/** A collection of metadata definitions, owned by a project. */
export interface MetadefNamespace extends Times {
  readonly id: number;
  readonly namespace: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly visibility: NamespaceVisibility;
  readonly protected: boolean;
  readonly owner: string;
}

/** A group of properties. Undefined: not given (in what a client sends and is answered at once). */
export interface MetadefObjectValues {
  readonly name: string;
  readonly description?: string | null;
  readonly required?: readonly string[];
  readonly properties?: PropertyTypes;
}

export interface MetadefObject extends MetadefObjectValues, Times {}

export interface MetadefProperty {
  readonly name: string;
  readonly type: PropertyType;
}

export interface MetadefTag extends Times {
  readonly name: string;
}

/** A kind of resource that definitions apply to. */
export interface MetadefResourceType extends Times {
  readonly name: string;
}

export interface ResourceTypeAssociationValues {
  readonly name: string;
  /** Before the names of the namespace's properties on resources of this type, with its separator. */
  readonly prefix?: string | null;
  readonly propertiesTarget?: string | null;
}

export interface ResourceTypeAssociation extends ResourceTypeAssociationValues, Times {}

/** What a client says of a namespace; what is left out gets upstream's default. */
export interface NamespaceValues {
  readonly namespace: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly visibility?: NamespaceVisibility;
  readonly protected?: boolean;
  readonly owner?: string;
}

/** What may be created with a namespace. */
export interface NamespaceContent {
  readonly resourceTypes?: readonly ResourceTypeAssociationValues[];
  readonly objects?: readonly MetadefObjectValues[];
  readonly properties?: PropertyTypes;
  readonly tags?: readonly string[];
}
