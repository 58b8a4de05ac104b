// SPDX-License-Identifier: Apache-2.0
import type { Extensible, FieldMap } from '../common/fields.js';

/** A secret that is kept for a user: an EC2 key pair, a certificate, … */
export interface Credential extends Extensible {
  readonly id: string;
  readonly userId: string;
  readonly projectId: string | null;
  readonly type: string;
  readonly blob: string;
}

export const credentialFields: FieldMap<Credential> = {
  id: 'id',
  user_id: 'userId',
  project_id: 'projectId',
  type: 'type',
  blob: 'blob',
};
