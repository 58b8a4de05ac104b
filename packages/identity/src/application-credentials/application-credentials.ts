// SPDX-License-Identifier: Apache-2.0
import { randomBytes } from 'node:crypto';
import type { Environment } from '../common/environment.js';
import { newId } from '../common/identifiers.js';
import { whenTaken } from '../common/when-taken.js';
import { assignmentNotFound, Forbidden, notFound, Unauthorized, ValidationError } from '../errors.js';
import { applicationCredentialOptions } from '../options.js';
import type { Assignments } from '../assignments/assignments.js';
import type { Projects } from '../projects/projects.js';
import type { AccessRule, ApplicationCredential } from './application-credential.js';
import { ApplicationCredentialRepository } from './application-credential-repository.js';

export interface ApplicationCredentialRequest {
  readonly name: string;
  readonly description: string | null;
  readonly secret: string | undefined;
  readonly userId: string;
  readonly projectId: string;
  readonly roleIds: readonly string[];
  readonly expiresAt: string | null;
  readonly unrestricted: boolean | null;
  readonly accessRules: readonly (Omit<AccessRule, 'id'> & { readonly id?: string })[];
}

export class ApplicationCredentials {
  readonly #environment: Environment;
  readonly #repository: ApplicationCredentialRepository;
  readonly #projects: Projects;
  readonly #assignments: Assignments;

  constructor(environment: Environment, projects: Projects, assignments: Assignments) {
    this.#environment = environment;
    this.#repository = new ApplicationCredentialRepository(environment.database.client);
    this.#projects = projects;
    this.#assignments = assignments;
  }

  async find(id: string): Promise<ApplicationCredential | undefined> {
    return (await this.#repository.find(id))?.credential;
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<ApplicationCredential> {
    const credential = await this.find(id);
    if (credential === undefined) throw notFound('applicationCredential', id);
    return credential;
  }

  list(userId: string, name?: string): Promise<ApplicationCredential[]> {
    return this.#repository.list(userId, name);
  }

  /** The secret is answered here and never again. Throws `ValidationError` for a role the user does not have, `Forbidden`, `Conflict`. */
  async create(request: ApplicationCredentialRequest): Promise<{ credential: ApplicationCredential; secret: string }> {
    const { secret: given, userId, projectId, roleIds, accessRules, ...rest } = request;
    const { user_limit: limit } = this.#environment.configuration.get(applicationCredentialOptions);
    if (limit >= 0 && (await this.#repository.count(userId)) >= limit)
      throw new Forbidden(
        `Unable to create additional application credentials, maximum of ${limit} already exceeded for user.`,
      );
    const project = await this.#projects.get(projectId);
    const held = (await this.#assignments.rolesOnProject(userId, project)).map(({ id }) => id);
    const missing = roleIds.find((id) => !held.includes(id));
    if (missing !== undefined)
      throw new ValidationError(
        `Invalid application credential: ${assignmentNotFound(missing, userId, projectId).message}`,
      );
    const secret = given === undefined || given === '' ? randomBytes(64).toString('base64url') : given;
    const hash = await this.#environment.hasher.hash(secret);
    const rules = accessRules.map((rule) => ({ ...rule, id: rule.id ?? newId() }));
    const credential: ApplicationCredential = {
      id: newId(),
      ...rest,
      userId,
      projectId,
      roleIds: [...new Set(roleIds)],
      accessRules: rules,
    };
    await whenTaken('application_credential', `Duplicate entry found with name ${credential.name}`, () =>
      this.#environment.database.transaction((tx) =>
        new ApplicationCredentialRepository(tx).create(credential, hash, new Date(this.#environment.now())),
      ),
    );
    return { credential: await this.get(credential.id), secret };
  }

  /** Throws `NotFound`. Tokens made with it are good no more. */
  async delete(id: string): Promise<void> {
    await this.get(id);
    await this.#repository.delete(id);
    await this.#environment.changes.note();
  }

  /** Throws `Unauthorized` unless the secret is the credential's and its time is not over. */
  async authenticate(id: string, secret: string): Promise<ApplicationCredential> {
    const found = await this.#repository.find(id);
    const { hasher } = this.#environment;
    const fits =
      found === undefined ? await hasher.verifyNothing(secret) : await hasher.verify(secret, found.secretHash);
    const expired =
      found?.credential.expiresAt != null && Date.parse(`${found.credential.expiresAt}Z`) <= this.#environment.now();
    if (!fits || expired || found === undefined) throw new Unauthorized('Invalid application credential ID or secret');
    return found.credential;
  }

  // Access rules

  /** Throws `NotFound`. */
  async getRule(id: string): Promise<AccessRule> {
    const rule = await this.#repository.findRule(id);
    if (rule === undefined) throw notFound('accessRule', id);
    return { id: rule.id, service: rule.service, path: rule.path, method: rule.method };
  }

  listRules(userId: string): Promise<AccessRule[]> {
    return this.#repository.listRules(userId);
  }

  /** Throws `NotFound`; `Forbidden` while a credential has the rule. */
  async deleteRule(id: string): Promise<void> {
    await this.getRule(id);
    if (await this.#repository.isRuleUsed(id))
      throw new Forbidden('You are not authorized to perform the requested action: May not delete access rule in use.');
    await this.#repository.deleteRule(id);
  }
}
