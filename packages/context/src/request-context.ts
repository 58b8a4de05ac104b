// SPDX-License-Identifier: Apache-2.0
import { generateRequestId } from './request-id.js';

/** What a context is made from; everything may be left out. */
export interface RequestContextInit {
  readonly requestId?: string | undefined;
  readonly globalRequestId?: string | undefined;
  readonly authToken?: string | undefined;
  readonly userId?: string | undefined;
  readonly userName?: string | undefined;
  readonly userDomainId?: string | undefined;
  readonly userDomainName?: string | undefined;
  readonly projectId?: string | undefined;
  readonly projectName?: string | undefined;
  readonly projectDomainId?: string | undefined;
  readonly projectDomainName?: string | undefined;
  readonly domainId?: string | undefined;
  readonly domainName?: string | undefined;
  readonly systemScope?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly isAdmin?: boolean | undefined;
  /** True where nothing is known, as upstream has it for old policies. */
  readonly isAdminProject?: boolean | undefined;
  readonly readOnly?: boolean | undefined;
  readonly showDeleted?: boolean | undefined;
  readonly resourceUuid?: string | undefined;
  readonly serviceCatalog?: readonly unknown[] | undefined;
  readonly serviceToken?: string | undefined;
  readonly serviceUserId?: string | undefined;
  readonly serviceUserName?: string | undefined;
  readonly serviceUserDomainId?: string | undefined;
  readonly serviceUserDomainName?: string | undefined;
  readonly serviceProjectId?: string | undefined;
  readonly serviceProjectName?: string | undefined;
  readonly serviceProjectDomainId?: string | undefined;
  readonly serviceProjectDomainName?: string | undefined;
  readonly serviceRoles?: readonly string[] | undefined;
}

/** Who asks, for what scope, and under which ids: oslo.context's RequestContext, never changed once made. */
export class RequestContext {
  readonly requestId: string;
  readonly globalRequestId: string | undefined;
  readonly authToken: string | undefined;
  readonly userId: string | undefined;
  readonly userName: string | undefined;
  readonly userDomainId: string | undefined;
  readonly userDomainName: string | undefined;
  readonly projectId: string | undefined;
  readonly projectName: string | undefined;
  readonly projectDomainId: string | undefined;
  readonly projectDomainName: string | undefined;
  readonly domainId: string | undefined;
  readonly domainName: string | undefined;
  readonly systemScope: string | undefined;
  readonly roles: readonly string[];
  readonly isAdmin: boolean;
  readonly isAdminProject: boolean;
  readonly readOnly: boolean;
  readonly showDeleted: boolean;
  readonly resourceUuid: string | undefined;
  readonly serviceCatalog: readonly unknown[];
  readonly serviceToken: string | undefined;
  readonly serviceUserId: string | undefined;
  readonly serviceUserName: string | undefined;
  readonly serviceUserDomainId: string | undefined;
  readonly serviceUserDomainName: string | undefined;
  readonly serviceProjectId: string | undefined;
  readonly serviceProjectName: string | undefined;
  readonly serviceProjectDomainId: string | undefined;
  readonly serviceProjectDomainName: string | undefined;
  readonly serviceRoles: readonly string[];

  constructor(init: RequestContextInit = {}) {
    this.requestId = init.requestId ?? generateRequestId();
    this.globalRequestId = init.globalRequestId;
    this.authToken = init.authToken;
    this.userId = init.userId;
    this.userName = init.userName;
    this.userDomainId = init.userDomainId;
    this.userDomainName = init.userDomainName;
    this.projectId = init.projectId;
    this.projectName = init.projectName;
    this.projectDomainId = init.projectDomainId;
    this.projectDomainName = init.projectDomainName;
    this.domainId = init.domainId;
    this.domainName = init.domainName;
    this.systemScope = init.systemScope;
    this.roles = init.roles ?? [];
    this.isAdmin = init.isAdmin ?? false;
    this.isAdminProject = init.isAdminProject ?? true;
    this.readOnly = init.readOnly ?? false;
    this.showDeleted = init.showDeleted ?? false;
    this.resourceUuid = init.resourceUuid;
    this.serviceCatalog = init.serviceCatalog ?? [];
    this.serviceToken = init.serviceToken;
    this.serviceUserId = init.serviceUserId;
    this.serviceUserName = init.serviceUserName;
    this.serviceUserDomainId = init.serviceUserDomainId;
    this.serviceUserDomainName = init.serviceUserDomainName;
    this.serviceProjectId = init.serviceProjectId;
    this.serviceProjectName = init.serviceProjectName;
    this.serviceProjectDomainId = init.serviceProjectDomainId;
    this.serviceProjectDomainName = init.serviceProjectDomainName;
    this.serviceRoles = init.serviceRoles ?? [];
  }

  /** An administrator's, for work that no request asked for: `get_admin_context`. */
  static admin(init: RequestContextInit = {}): RequestContext {
    return new RequestContext({ ...init, isAdmin: true });
  }

  /** From oslo.context's dictionary, as it travels in messages. */
  static fromDict(values: Readonly<Record<string, unknown>>): RequestContext {
    const text = (key: string): string | undefined => (typeof values[key] === 'string' ? values[key] : undefined);
    return new RequestContext({
      authToken: text('auth_token'),
      userId: text('user_id') ?? text('user'),
      projectId: text('project_id') ?? text('project'),
      domainId: text('domain_id') ?? text('domain'),
      userDomainId: text('user_domain_id') ?? text('user_domain'),
      projectDomainId: text('project_domain_id') ?? text('project_domain'),
      isAdmin: values.is_admin === true,
      readOnly: values.read_only === true,
      showDeleted: values.show_deleted === true,
      requestId: text('request_id'),
      globalRequestId: text('global_request_id'),
      resourceUuid: text('resource_uuid'),
      roles: Array.isArray(values.roles) ? values.roles.filter((role) => typeof role === 'string') : [],
      userName: text('user_name'),
      projectName: text('project_name'),
      domainName: text('domain_name'),
      userDomainName: text('user_domain_name'),
      projectDomainName: text('project_domain_name'),
      isAdminProject: values.is_admin_project !== false,
      systemScope: text('system_scope'),
    });
  }

  /** A copy with some fields changed. */
  with(changes: RequestContextInit): RequestContext {
    return new RequestContext(Object.assign({}, this as RequestContextInit, changes));
  }

  /** A copy with an administrator's rights: the flag and the role. */
  elevated(): RequestContext {
    return this.with({
      isAdmin: true,
      roles: this.roles.includes('admin') ? this.roles : [...this.roles, 'admin'],
    });
  }

  /** The id to pass on to other services: the global one where the caller gave one. */
  get globalId(): string {
    return this.globalRequestId ?? this.requestId;
  }

  /** The attributes that policies see, under oslo.context's names, and `is_admin`; what is not there is null. */
  toPolicyValues(): Record<string, unknown> {
    return {
      user_id: this.userId ?? null,
      user_domain_id: this.userDomainId ?? null,
      system_scope: this.systemScope ?? null,
      domain_id: this.domainId ?? null,
      project_id: this.projectId ?? null,
      project_domain_id: this.projectDomainId ?? null,
      roles: this.roles,
      is_admin_project: this.isAdminProject,
      service_user_id: this.serviceUserId ?? null,
      service_user_domain_id: this.serviceUserDomainId ?? null,
      service_project_id: this.serviceProjectId ?? null,
      service_project_domain_id: this.serviceProjectDomainId ?? null,
      service_roles: this.serviceRoles,
      is_admin: this.isAdmin,
    };
  }

  /** oslo.context's dictionary; it holds the token. */
  toDict(): Record<string, unknown> {
    const identity = [this.userId, this.projectId, this.domainId, this.userDomainId, this.projectDomainId];
    return {
      user: this.userId ?? null,
      project_id: this.projectId ?? null,
      system_scope: this.systemScope ?? null,
      project: this.projectId ?? null,
      domain: this.domainId ?? null,
      user_domain: this.userDomainId ?? null,
      project_domain: this.projectDomainId ?? null,
      is_admin: this.isAdmin,
      read_only: this.readOnly,
      show_deleted: this.showDeleted,
      auth_token: this.authToken ?? null,
      request_id: this.requestId,
      global_request_id: this.globalRequestId ?? null,
      resource_uuid: this.resourceUuid ?? null,
      roles: this.roles,
      user_identity: identity.map((part) => (part === undefined || part === '' ? '-' : part)).join(' '),
      is_admin_project: this.isAdminProject,
    };
  }

  /** What log lines may show: the names, and the token masked. */
  loggingValues(): Record<string, unknown> {
    return {
      user_name: this.userName ?? null,
      project_name: this.projectName ?? null,
      domain_name: this.domainName ?? null,
      user_domain_name: this.userDomainName ?? null,
      project_domain_name: this.projectDomainName ?? null,
      ...this.toDict(),
      auth_token: this.authToken === undefined ? null : '***',
    };
  }

  /** Keeps tokens out of `JSON.stringify` and error messages that print a context. */
  toJSON(): Record<string, unknown> {
    return this.loggingValues();
  }
}
