// SPDX-License-Identifier: Apache-2.0

/**
 * Every error of the identity domain. Texts are upstream's (keystone/exception.py), since clients match on them. An
 * error knows no HTTP: `api/faults.ts` maps the kinds below to statuses.
 */
export class IdentityError extends Error {
  override readonly name: string = 'IdentityError';
}

/** What the caller sent cannot be accepted. */
export class ValidationError extends IdentityError {
  override readonly name = 'ValidationError';
}

/** The caller's identity is not established; the text that the client sees never says why, `detail` is for the log. */
export class Unauthorized extends IdentityError {
  override readonly name = 'Unauthorized';
  readonly detail: string;
  /** What upstream's authentication plugins add to the fault (`methods`). */
  readonly authentication: Readonly<Record<string, unknown>> | undefined;
  constructor(
    detail = '',
    message = 'The request you have made requires authentication.',
    authentication?: Record<string, unknown>,
  ) {
    super(message);
    this.detail = detail;
    this.authentication = authentication;
  }
}

/** The caller is known and may not do this. */
export class Forbidden extends IdentityError {
  override readonly name = 'Forbidden';
  readonly detail: string;
  constructor(message = 'You are not authorized to perform the requested action.', detail = '') {
    super(message);
    this.detail = detail;
  }
}

export class NotFound extends IdentityError {
  override readonly name = 'NotFound';
  readonly resource: string;
  constructor(message: string, resource = '') {
    super(message);
    this.resource = resource;
  }
}

export class Conflict extends IdentityError {
  override readonly name = 'Conflict';
  constructor(type: string, details: string) {
    super(`Conflict occurred attempting to store ${type} - ${details}.`);
  }
}

/** The service has this no longer. */
export class Gone extends IdentityError {
  override readonly name = 'Gone';
}

/** The resource exists and does not take this method. */
export class MethodNotAllowed extends IdentityError {
  override readonly name = 'MethodNotAllowed';
  readonly allowed: readonly string[];
  constructor(allowed: readonly string[]) {
    super('The method is not allowed for the requested URL.');
    this.allowed = allowed;
  }
}

/** A user who has a password that cannot be used any more, or an account that is locked or disabled. */
export const userDisabled = (id: string) =>
  new Unauthorized(`User is disabled: ${id}`, `The account is disabled for user: ${id}.`);
export const accountLocked = (id: string) =>
  new Unauthorized(`Account locked: ${id}`, `The account is locked for user: ${id}.`);
export const passwordExpired = (id: string) =>
  new Unauthorized(`Password expired: ${id}`, `The password is expired and needs to be changed for user: ${id}.`);
export const unsupportedMethod = (methods: readonly string[]) =>
  new Unauthorized('', 'Attempted to authenticate with an unsupported method.', { methods });
export const applicationCredentialAuthError = (detail: string) =>
  new Unauthorized(detail, `Error authenticating with application credential: ${detail}`, {});

export const forbiddenAction = (action: string) =>
  new Forbidden(`You are not authorized to perform the requested action: ${action}.`);
export const immutableUpdate = (type: string, id: string) =>
  new Forbidden(
    `Unable to update immutable ${type} resource: \`${id}. Set resource option "immutable" to false first.`,
  );
export const immutableDelete = (type: string, id: string) =>
  new Forbidden(
    `Unable to delete immutable ${type} resource: \`${id}. Set resource option "immutable" to false first.`,
  );

/** Kinds of things that are looked up by id, with the words upstream has for them. */
const LOOKED_UP = {
  user: 'user',
  group: 'group',
  project: 'project',
  domain: 'domain',
  role: 'role',
  region: 'region',
  service: 'service',
  endpoint: 'endpoint',
  policy: 'policy',
  trust: 'trust',
  token: 'token',
  credential: 'credential',
  endpointGroup: 'Endpoint Group',
  applicationCredential: 'Application Credential',
  accessRule: 'Access Rule',
  projectTag: 'project tag',
  consumer: 'Consumer',
} as const;

export type LookedUp = keyof typeof LOOKED_UP;

/** `Could not find user: <id>.`, with the kind in `resource`. */
export const notFound = (kind: LookedUp, id: string) => new NotFound(`Could not find ${LOOKED_UP[kind]}: ${id}.`, kind);
export const registeredLimitNotFound = (id: string) =>
  new NotFound(`Could not find registered limit for ${id}.`, 'registeredLimit');
export const limitNotFound = (id: string) => new NotFound(`Could not find limit for ${id}.`, 'limit');
export const policyAssociationNotFound = () => new NotFound('Could not find policy association.', 'policyAssociation');
export const impliedRoleNotFound = (prior: string, implied: string) =>
  new NotFound(`${prior} does not imply ${implied}.`, 'impliedRole');
export const assignmentNotFound = (role: string, actor: string, target: string) =>
  new NotFound(
    `Could not find role assignment with role: ${role}, user or group: ${actor}, project, domain, or system: ${target}.`,
    'assignment',
  );
export const domainConfigNotFound = (what: string, domainId: string) =>
  new NotFound(`Could not find ${what} in domain configuration for domain ${domainId}.`, 'domainConfig');

/** A value that a request has to have: upstream's general text for it. */
export const expected = (attribute: string, target: string) =>
  new ValidationError(
    `Expecting to find ${attribute} in ${target}. The server could not comply with the request since it is either malformed or ` +
      'otherwise incorrect. The client is assumed to be in error.',
  );

/** Whether an error says that something of this kind does not exist. */
export function isNotFound(error: unknown, kind?: string): error is NotFound {
  return error instanceof NotFound && (kind === undefined || error.resource === kind);
}
