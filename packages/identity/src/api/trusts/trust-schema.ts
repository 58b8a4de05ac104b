// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import { boolean, externalId, nullableId, nullableText, roleReferences } from '../shared/parameter-types.js';

/** What the schema lets through. */
export interface TrustBody {
  readonly trustor_user_id: string;
  readonly trustee_user_id: string;
  readonly impersonation: boolean;
  readonly project_id?: string | null;
  readonly remaining_uses?: number | null;
  readonly expires_at?: string | null;
  readonly allow_redelegation?: boolean | null;
  readonly redelegation_count?: number | null;
  readonly roles?: readonly { readonly id?: string; readonly name?: string }[];
}

export const trustSchema = new SchemaValidator('trust_create', {
  type: 'object',
  properties: {
    trustor_user_id: externalId,
    trustee_user_id: externalId,
    impersonation: boolean,
    project_id: nullableId,
    remaining_uses: { type: ['integer', 'null'], minimum: 1 },
    expires_at: nullableText,
    allow_redelegation: { type: ['boolean', 'null'] },
    redelegation_count: { type: ['integer', 'null'], minimum: 0 },
    roles: roleReferences,
  },
  required: ['trustor_user_id', 'trustee_user_id', 'impersonation'],
  additionalProperties: true,
});
