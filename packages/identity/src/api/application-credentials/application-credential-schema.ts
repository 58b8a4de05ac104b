// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import { boolean, idString, name, nullableText, roleReferences } from '../shared/parameter-types.js';

/** What the schema lets through. */
export interface ApplicationCredentialBody {
  readonly name: string;
  readonly description?: string | null;
  readonly secret?: string | null;
  readonly expires_at?: string | null;
  readonly roles?: readonly { readonly id?: string; readonly name?: string }[];
  readonly unrestricted?: boolean;
  readonly access_rules?: readonly {
    readonly id?: string;
    readonly path: string;
    readonly method: string;
    readonly service: string;
  }[];
}

export const applicationCredentialSchema = new SchemaValidator('application_credential_create', {
  type: 'object',
  properties: {
    name,
    description: nullableText,
    secret: nullableText,
    expires_at: nullableText,
    roles: roleReferences,
    unrestricted: boolean,
    access_rules: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: { type: 'string', minLength: 0, maxLength: 225, pattern: '^/.*' },
          method: { type: 'string', pattern: '^(POST|GET|HEAD|PATCH|PUT|DELETE)$' },
          service: idString,
          id: idString,
        },
        additionalProperties: false,
      },
    },
  },
  required: ['name'],
  additionalProperties: true,
});
