// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import type { RequestContext } from '@stackport/context';
import {
  FlavorAccessExists,
  FlavorAccessListNotAvailable,
  FlavorAccessNotFound,
  FlavorExtraSpecsNotFound,
  FlavorNotFound,
  PublicFlavorAccess,
} from '../errors/flavors.js';
import { InvalidProject } from '../errors/api.js';
import type { ProjectCheck } from '../identity/keystone-projects.js';
import { flavorPayload } from '../notifications/payloads.js';
import { noVersionedNotifications, type VersionedNotifications } from '../notifications/versioned-notifications.js';
import type { Flavor, FlavorQuery, FlavorViewer, NewFlavor } from './flavor.js';
import type { FlavorAccessRepository } from './flavor-access-repository.js';
import type { FlavorRepository } from './flavor-repository.js';

export interface FlavorServiceInit {
  readonly flavors: FlavorRepository;
  readonly access: FlavorAccessRepository;
  readonly projects: ProjectCheck;
  readonly versioned?: VersionedNotifications;
}

/** Flavors, their extra specs, and which projects have them (nova 26, compute/flavors.py and objects/flavor.py). */
export class FlavorService {
  readonly #flavors: FlavorRepository;
  readonly #access: FlavorAccessRepository;
  readonly #projects: ProjectCheck;
  readonly #versioned: VersionedNotifications;

  constructor({ flavors, access, projects, versioned = noVersionedNotifications }: FlavorServiceInit) {
    this.#flavors = flavors;
    this.#access = access;
    this.#projects = projects;
    this.#versioned = versioned;
  }

  /** Throws MarkerNotFound. */
  list(context: RequestContext, query: Omit<FlavorQuery, 'viewer' | 'projectId'>): Promise<Flavor[]> {
    return this.#flavors.list({ ...query, viewer: viewerOf(context), projectId: context.projectId });
  }

  /** Throws FlavorNotFound, also for one that the caller may not know of. */
  async get(context: RequestContext, flavorid: string): Promise<Flavor> {
    const flavor = await this.#flavors.find(flavorid, viewerOf(context));
    if (flavor === null) throw new FlavorNotFound(flavorid);
    return flavor;
  }

  /** Throws FlavorExists, FlavorIdExists. @param values - without a `flavorid` it gets one */
  async create(
    context: RequestContext,
    values: Omit<NewFlavor, 'flavorid'> & { readonly flavorid: string | undefined },
  ): Promise<Flavor> {
    const flavor = await this.#flavors.create({ ...values, flavorid: values.flavorid ?? randomUUID() });
    await this.#versioned.emit(context, 'flavor.create', flavorPayload(flavor, []));
    return flavor;
  }

  /** Throws FlavorNotFound. */
  async setDescription(context: RequestContext, flavorid: string, description: string | null): Promise<Flavor> {
    const flavor = await this.get(context, flavorid);
    if (!(await this.#flavors.setDescription(flavor.id, description))) throw new FlavorNotFound(flavorid);
    const described = { ...flavor, description };
    await this.#tellUpdate(context, described);
    return described;
  }

  /** Throws FlavorNotFound. */
  async delete(context: RequestContext, flavorid: string): Promise<void> {
    const flavor = await this.#flavors.find(flavorid, 'administrator');
    if (flavor === null || !(await this.#flavors.delete(flavorid))) throw new FlavorNotFound(flavorid);
    await this.#versioned.emit(context, 'flavor.delete', flavorPayload(flavor, null));
  }

  /** Throws FlavorNotFound. */
  async setSpecs(context: RequestContext, flavorid: string, specs: Readonly<Record<string, string>>): Promise<void> {
    const flavor = await this.get(context, flavorid);
    await this.#flavors.setSpecs(flavor.id, specs);
    await this.#tellUpdate(context, { ...flavor, extraSpecs: { ...flavor.extraSpecs, ...specs } });
  }

  /** Throws FlavorNotFound, FlavorExtraSpecsNotFound. */
  async getSpec(context: RequestContext, flavorid: string, key: string): Promise<string | null> {
    const { extraSpecs } = await this.get(context, flavorid);
    const value = Object.hasOwn(extraSpecs, key) ? extraSpecs[key] : undefined;
    if (value === undefined) throw new FlavorExtraSpecsNotFound(flavorid, key);
    return value;
  }

  /** Throws FlavorNotFound, FlavorExtraSpecsNotFound. */
  async deleteSpec(context: RequestContext, flavorid: string, key: string): Promise<void> {
    const flavor = await this.get(context, flavorid);
    if (!(await this.#flavors.deleteSpec(flavor.id, key))) throw new FlavorExtraSpecsNotFound(flavorid, key);
    const kept = Object.entries(flavor.extraSpecs).filter(([name]) => name !== key);
    await this.#tellUpdate(context, { ...flavor, extraSpecs: Object.fromEntries(kept) });
  }

  /** The projects that have a flavor. Throws FlavorNotFound, FlavorAccessListNotAvailable for what all have. */
  async listAccess(context: RequestContext, flavorid: string): Promise<readonly string[]> {
    const flavor = await this.get(context, flavorid);
    if (flavor.isPublic) throw new FlavorAccessListNotAvailable();
    return this.#access.projectsOf(flavor.id);
  }

  /**
   * Throws InvalidProject, FlavorNotFound, FlavorAccessExists, PublicFlavorAccess.
   * @param refusesPublic - whether access to what all have is refused
   * @returns all that have it then
   */
  async addAccess(
    context: RequestContext,
    flavorid: string,
    projectId: string,
    { refusesPublic }: { readonly refusesPublic: boolean },
  ): Promise<readonly string[]> {
    await this.#projects.verify(context, projectId);
    const flavor = await this.get(context, flavorid);
    if (refusesPublic && flavor.isPublic) throw new PublicFlavorAccess();
    if (!(await this.#access.add(flavor.id, projectId))) throw new FlavorAccessExists(flavor.id, projectId);
    return this.#tellUpdate(context, flavor);
  }

  /** A project that is gone may still have been given access. Throws FlavorNotFound, FlavorAccessNotFound. */
  async removeAccess(context: RequestContext, flavorid: string, projectId: string): Promise<readonly string[]> {
    await this.#projects.verify(context, projectId).catch((error: unknown) => {
      if (!(error instanceof InvalidProject)) throw error;
    });
    const flavor = await this.get(context, flavorid);
    if (!(await this.#access.remove(flavor.id, projectId))) throw new FlavorAccessNotFound(flavor.id, projectId);
    return this.#tellUpdate(context, flavor);
  }

  /** @returns the projects that have it */
  async #tellUpdate(context: RequestContext, flavor: Flavor): Promise<readonly string[]> {
    const projects = await this.#access.projectsOf(flavor.id);
    await this.#versioned.emit(context, 'flavor.update', flavorPayload(flavor, projects));
    return projects;
  }
}

function viewerOf(context: RequestContext): FlavorViewer {
  return context.isAdmin ? 'administrator' : { projectId: context.projectId };
}
