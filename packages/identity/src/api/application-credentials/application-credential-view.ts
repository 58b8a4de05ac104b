// SPDX-License-Identifier: Apache-2.0
import { Inject, Injectable } from '@nestjs/common';
import type { ApplicationCredential } from '../../application-credentials/application-credential.js';
import { writeFields, type JsonObject } from '../../common/fields.js';
import { roleFields, type Role } from '../../roles/role.js';
import { Roles } from '../../roles/roles.js';

/** Application credentials with their roles in full, as upstream answers them. */
@Injectable()
export class ApplicationCredentialViews {
  constructor(@Inject(Roles) private readonly roles: Roles) {}

  async of(credentials: readonly ApplicationCredential[]): Promise<JsonObject[]> {
    const ids = [...new Set(credentials.flatMap(({ roleIds }) => roleIds))];
    const roles = new Map((await this.roles.listByIds(ids)).map((role) => [role.id, role]));
    return credentials.map((credential) =>
      view(
        credential,
        credential.roleIds.flatMap((id) => roles.get(id) ?? []),
      ),
    );
  }

  async one(credential: ApplicationCredential): Promise<JsonObject> {
    return view(credential, await this.roles.listByIds(credential.roleIds));
  }
}

function view(credential: ApplicationCredential, roles: readonly Role[]): JsonObject {
  const { id, name, description, projectId, expiresAt, unrestricted, accessRules, userId } = credential;
  return {
    id,
    name,
    description,
    user_id: userId,
    project_id: projectId,
    system: null,
    expires_at: expiresAt,
    unrestricted,
    roles: roles.map((role) => writeFields(role, roleFields)),
    ...(accessRules.length === 0 ? {} : { access_rules: accessRules }),
  };
}
