// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import { CreateAssociation } from './create-association.js';
import { CreateNamespace } from './create-namespace.js';
import { CreateObject } from './create-object.js';
import { CreateProperty } from './create-property.js';
import { CreateTag } from './create-tag.js';
import { CreateTags } from './create-tags.js';
import { DeleteAssociation } from './delete-association.js';
import { DeleteNamespace } from './delete-namespace.js';
import { DeleteObject } from './delete-object.js';
import { DeleteObjects } from './delete-objects.js';
import { DeleteProperties } from './delete-properties.js';
import { DeleteProperty } from './delete-property.js';
import { DeleteTag } from './delete-tag.js';
import { DeleteTags } from './delete-tags.js';
import { GetNamespace } from './get-namespace.js';
import { GetObject } from './get-object.js';
import { GetProperty } from './get-property.js';
import { GetTag } from './get-tag.js';
import { ListAssociations } from './list-associations.js';
import { ListNamespaces } from './list-namespaces.js';
import { ListObjects } from './list-objects.js';
import { ListProperties } from './list-properties.js';
import { ListResourceTypes } from './list-resource-types.js';
import { ListTags } from './list-tags.js';
import { UpdateNamespace } from './update-namespace.js';
import { UpdateObject } from './update-object.js';
import { UpdateProperty } from './update-property.js';
import { UpdateTag } from './update-tag.js';

/** The operations on metadata definitions: they want the tokens METADEFS and SETTINGS. */
export const metadefControllers: Type[] = [
  ...[ListNamespaces, CreateNamespace, GetNamespace, UpdateNamespace, DeleteNamespace],
  ...[ListObjects, CreateObject, DeleteObjects, GetObject, UpdateObject, DeleteObject],
  ...[ListProperties, CreateProperty, DeleteProperties, GetProperty, UpdateProperty, DeleteProperty],
  ...[ListTags, CreateTags, DeleteTags, GetTag, CreateTag, UpdateTag, DeleteTag],
  ...[ListResourceTypes, ListAssociations, CreateAssociation, DeleteAssociation],
];
