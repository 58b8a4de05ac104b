// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';
import { Forbidden, Invalid, LimitExceeded, NotFound } from '../errors.js';
import { ImageAccess } from '../images/image-access.js';
import { requireQuota } from '../images/image-quotas.js';
import type { ImageRepository } from '../images/image-repository.js';
import type { Image } from '../images/image.js';
import { isWide } from '../narrow-text.js';
import type { ImageMember, MemberRepository, MemberStatus } from './member-repository.js';

export interface MemberServiceDependencies {
  readonly images: ImageRepository;
  readonly members: MemberRepository;
  readonly enforcer: Enforcer;
  /** Members of one image; negative for no limit. */
  readonly memberQuota: number;
}

const STATUSES: readonly string[] = ['pending', 'accepted', 'rejected'];

/** Sharing images with projects (upstream's api/v2/image_members.py, whose words the errors have). */
export class MemberService {
  readonly #dependencies: MemberServiceDependencies;

  constructor(dependencies: MemberServiceDependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws NotFound, Forbidden, Duplicate, LimitExceeded */
  async add(context: RequestContext, imageId: string, memberId: string): Promise<ImageMember> {
    const { members, memberQuota } = this.#dependencies;
    if (isWide(memberId)) throw new Invalid("Param values can't contain 4 byte unicode.");
    const image = await this.#image(context, imageId);
    await this.#guard(`Not allowed to create members for image ${imageId}.`, () => {
      requireShared(image);
      if (!context.isAdmin && image.fields.owner !== (context.projectId ?? null)) throw new Forbidden('');
      this.#access(context, image).require('add_member');
    });
    try {
      requireQuota('members for this image', (await members.count(imageId)) + 1, memberQuota);
    } catch (error) {
      throw new LimitExceeded(`Image member limit exceeded for image ${imageId}: ${(error as Error).message}:`);
    }
    return members.add(imageId, memberId);
  }

  /** What a member says to the sharing. @throws NotFound, Forbidden, Invalid */
  async update(context: RequestContext, imageId: string, memberId: string, status: string): Promise<ImageMember> {
    const image = await this.#image(context, imageId);
    const refusal = `Not allowed to update members for image ${imageId}.`;
    await this.#guard(refusal, () => {
      requireShared(image);
      if (!context.isAdmin && image.fields.owner === (context.projectId ?? null)) throw new Forbidden('');
    });
    const member = await this.#member(context, image, memberId);
    await this.#guard(refusal, () => this.#access(context, image).require('modify_member'));
    if (!STATUSES.includes(status))
      throw new Invalid('Incorrect request: Status must be "pending", "accepted" or "rejected".');
    if (!(await this.#dependencies.members.setStatus(imageId, memberId, status as MemberStatus)))
      throw memberNotFound(memberId, imageId);
    const [updated] = await this.#dependencies.members.list(imageId, memberId);
    return updated ?? member;
  }

  /** All members for the owner, its own membership for a member. @throws NotFound, Forbidden */
  async list(context: RequestContext, imageId: string): Promise<ImageMember[]> {
    const image = await this.#image(context, imageId);
    try {
      requireShared(image);
      this.#access(context, image).require('get_members');
    } catch (error) {
      if (!(error instanceof Forbidden)) throw error;
      throw new Forbidden(`Not allowed to list members for image ${imageId}: ${error.message}`);
    }
    if (!this.#access(context, image).allows('get_member')) return [];
    return this.#dependencies.members.list(imageId, this.#only(context, image));
  }

  /** @throws NotFound, also for what is forbidden. */
  async get(context: RequestContext, imageId: string, memberId: string): Promise<ImageMember> {
    const image = await this.#image(context, imageId);
    try {
      requireShared(image);
      return await this.#member(context, image, memberId);
    } catch (error) {
      throw error instanceof Forbidden ? new NotFound(error.message) : error;
    }
  }

  /** @throws NotFound, Forbidden */
  async remove(context: RequestContext, imageId: string, memberId: string): Promise<void> {
    const image = await this.#image(context, imageId);
    const refusal = `Not allowed to delete members for image ${imageId}.`;
    await this.#guard(refusal, () => {
      requireShared(image);
      if (!context.isAdmin && image.fields.owner !== (context.projectId ?? null)) throw new Forbidden('');
    });
    await this.#member(context, image, memberId);
    await this.#guard(refusal, () => this.#access(context, image).require('delete_member'));
    if (!(await this.#dependencies.members.remove(imageId, memberId))) throw memberNotFound(memberId, imageId);
  }

  async #image(context: RequestContext, imageId: string): Promise<Image> {
    try {
      return await this.#dependencies.images.get(context, imageId);
    } catch (error) {
      throw error instanceof NotFound ? new NotFound(`Image ${imageId} not found.`) : error;
    }
  }

  async #member(context: RequestContext, image: Image, memberId: string): Promise<ImageMember> {
    await this.#guard(`You are not authorized to lookup the members of the image ${image.id}.`, () =>
      this.#access(context, image).require('get_member'),
    );
    const only = this.#only(context, image);
    const known = !isWide(memberId) && (only === undefined || only === memberId);
    const [member] = known ? await this.#dependencies.members.list(image.id, memberId) : [];
    if (member === undefined) throw memberNotFound(memberId, image.id);
    return member;
  }

  /** A caller who is but a member sees its own membership alone. */
  #only(context: RequestContext, image: Image): string | undefined {
    const own = context.isAdmin || image.fields.owner === (context.projectId ?? null);
    return own ? undefined : (context.projectId ?? '');
  }

  #access(context: RequestContext, image: Image): ImageAccess {
    return new ImageAccess(this.#dependencies.enforcer, context, image);
  }

  /** What is forbidden is so in these words. */
  async #guard(message: string, check: () => void): Promise<void> {
    try {
      check();
    } catch (error) {
      throw error instanceof Forbidden ? new Forbidden(message) : error;
    }
  }
}

function requireShared(image: Image): void {
  if (image.fields.visibility !== 'shared') throw new Forbidden('Only shared images have members.');
}

function memberNotFound(memberId: string, imageId: string): NotFound {
  return new NotFound(`${memberId} not found in the member list of the image ${imageId}.`);
}
