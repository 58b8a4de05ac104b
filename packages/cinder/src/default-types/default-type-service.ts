// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Invalid, NotAuthorized, NotFound } from '../errors/base.js';
import {
  VolumeTypeNotFound,
  VolumeTypeNotFoundByName,
  VolumeTypeProjectDefaultNotFound,
} from '../errors/volume-types.js';
import type { VolumeTypeService } from '../volume-types/volume-type-service.js';
import type { DefaultTypeRepository, DefaultTypeRow } from './default-type-repository.js';

/** Whether there is such a project: the identity service knows. */
export interface ProjectLookup {
  exists(context: RequestContext, projectId: string): Promise<boolean>;
}

export interface DefaultTypeServiceDependencies {
  readonly defaults: DefaultTypeRepository;
  readonly types: VolumeTypeService;
  readonly projects: ProjectLookup;
  readonly enforcer: Enforcer;
}

/** Default volume types of projects: upstream's cinder/api/v3/default_types.py. */
export class DefaultTypeService {
  readonly #dependencies: DefaultTypeServiceDependencies;

  constructor(dependencies: DefaultTypeServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** Of all projects. Throws NotAuthorized. */
  async list(context: RequestContext): Promise<DefaultTypeRow[]> {
    await this.#authorize(context, 'volume_extension:default_get_all', context.projectId ?? '');
    return this.#dependencies.defaults.list();
  }

  /** Throws NotAuthorized, NotFound for no such project, VolumeTypeProjectDefaultNotFound. */
  async get(context: RequestContext, projectId: string): Promise<DefaultTypeRow> {
    await this.#check(context, 'volume_extension:default_get', projectId);
    const volumeTypeId = await this.#dependencies.defaults.find(projectId);
    if (volumeTypeId === null) throw new VolumeTypeProjectDefaultNotFound(projectId);
    return { projectId, volumeTypeId };
  }

  /** Throws NotAuthorized, NotFound for no such project, Invalid for no such type. */
  async set(context: RequestContext, projectId: string, typeNameOrId: string): Promise<DefaultTypeRow> {
    await this.#check(context, 'volume_extension:default_set_or_update', projectId);
    const { defaults, types } = this.#dependencies;
    const { id } = await types.getByNameOrId(context, typeNameOrId).catch((error: unknown) => {
      const missing = error instanceof VolumeTypeNotFound || error instanceof VolumeTypeNotFoundByName;
      throw missing ? new Invalid(error.message, { cause: error }) : error;
    });
    await defaults.set(projectId, id);
    return { projectId, volumeTypeId: id };
  }

  /** Throws NotAuthorized, NotFound for no such project. One that is not set is no error. */
  async delete(context: RequestContext, projectId: string): Promise<void> {
    await this.#check(context, 'volume_extension:default_unset', projectId);
    await this.#dependencies.defaults.delete(projectId);
  }

  async #check(context: RequestContext, rule: string, projectId: string): Promise<void> {
    if (!(await this.#dependencies.projects.exists(context, projectId)))
      throw new NotFound(`Project with id ${projectId} not found.`);
    await this.#authorize(context, rule, projectId);
  }

  async #authorize(context: RequestContext, rule: string, projectId: string): Promise<void> {
    const target = { project_id: projectId, domain_id: context.domainId };
    if (!(await this.#dependencies.enforcer.enforceAsync(rule, target, context)))
      throw new NotAuthorized('You are not authorized to perform this operation.');
  }
}
