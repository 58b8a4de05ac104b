// SPDX-License-Identifier: Apache-2.0
import { SchemaValidator } from '@stackport/api';
import type { AuthRequest, DomainClaim, ProjectClaim } from '../../auth/auth-request.js';
import { ValidationError } from '../../errors.js';
import { boolean } from '../shared/parameter-types.js';

const text = { type: 'string' };
const domain = { type: 'object', properties: { id: text, name: text } };
const user = { type: 'object', properties: { id: text, name: text, password: text, domain } };

/** Types of what a request for a token may have; what it must have is found out on the way. */
export const authSchema = new SchemaValidator('token_issue', {
  type: 'object',
  properties: {
    identity: {
      type: 'object',
      properties: {
        methods: { type: 'array', items: text },
        password: { type: 'object', properties: { user } },
        token: { type: 'object', properties: { id: text }, required: ['id'] },
        application_credential: { type: 'object', properties: { id: text, name: text, secret: text, user } },
      },
      required: ['methods'],
    },
    scope: {
      type: ['object', 'string'],
      properties: {
        project: { type: 'object', properties: { id: text, name: text, domain } },
        domain,
        'OS-TRUST:trust': { type: 'object', properties: { id: text } },
        system: { type: 'object', properties: { all: boolean } },
      },
    },
  },
  required: ['identity'],
});

/** Users, projects and domains are named by id or by name. Throws `ValidationError`. */
export function assertNamed({ identity, scope }: AuthRequest): void {
  const user = identity.password?.user;
  named(user, 'identity/password/user');
  named(user?.domain, 'identity/password/user/domain');
  if (typeof scope !== 'object') return;
  named(scope.project, 'scope/project');
  named(scope.project?.domain, 'scope/project/domain');
  named(scope.domain, 'scope/domain');
}

function named(claim: DomainClaim | ProjectClaim | undefined, place: string): void {
  if (claim !== undefined && !('id' in claim) && !('name' in claim))
    throw new ValidationError(`Invalid input for field ${place}: id or name must be present.`);
}
