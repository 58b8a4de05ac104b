// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { PolicyNotAuthorized, type Enforcer } from '@stackport/policy';
import { Forbidden, ImageNotFound } from '../errors.js';
import type { Image, Visibility } from './image.js';

/** Upstream's message of a refused rule: glance has one for all. */
const REFUSED = 'You are not authorized to complete';

/** What a caller may do with one image (upstream's api/v2/policy.py, ImageAPIPolicy). */
export class ImageAccess {
  readonly #enforcer: Enforcer;
  readonly #context: RequestContext;
  readonly #image: Image;
  #target: Record<string, unknown> | undefined;

  constructor(enforcer: Enforcer, context: RequestContext, image: Image) {
    this.#enforcer = enforcer;
    this.#context = context;
    this.#image = image;
  }

  /** Whether the rule allows it; never throws. */
  allows(rule: string): boolean {
    return this.#enforcer.enforce(rule, (this.#target ??= imageTarget(this.#image)), this.#context);
  }

  /**
   * Throws `ImageNotFound` for an image that the caller may not see, and `Forbidden` where they may see it but not do
   * this. `owner`: the caller must also own the image or be admin, whatever the rule says (legacy, Zed's default).
   */
  require(rule: string, { owner = false } = {}): void {
    if (!this.allows(rule)) {
      if (rule === 'get_image' || !this.allows('get_image')) throw new ImageNotFound(this.#image.id);
      throw new Forbidden(refusal(rule));
    }
    if (owner) this.#requireOwner();
  }

  /** Changing any attribute; making an image public or a community image has a rule of its own. */
  requireUpdate(visibility?: Visibility): void {
    if (visibility === 'public') this.#requireVisible('publicize_image');
    if (visibility === 'community') this.#requireVisible('communitize_image');
    this.require('modify_image', { owner: true });
  }

  #requireVisible(rule: string): void {
    if (!this.allows(rule)) throw new Forbidden(refusal(rule));
  }

  #requireOwner(): void {
    const { owner } = this.#image.fields;
    if (this.#context.isAdmin) return;
    if (owner === null || owner !== (this.#context.projectId ?? null)) throw new Forbidden('You do not own this image');
  }
}

/** Checks a rule where no image exists yet. Throws `Forbidden`. */
export function requireForNewImage(
  enforcer: Enforcer,
  context: RequestContext,
  image: { readonly owner: string | null; readonly visibility: Visibility | undefined },
): void {
  const target = { project_id: image.owner, owner: image.owner, visibility: image.visibility ?? 'private' };
  if (!enforcer.enforce('add_image', target, context))
    throw new Forbidden(
      image.owner === (context.projectId ?? null)
        ? refusal('add_image')
        : `You are not permitted to create images owned by '${String(image.owner)}'`,
    );
  for (const [visibility, rule] of [
    ['public', 'publicize_image'],
    ['community', 'communitize_image'],
  ] as const)
    if (image.visibility === visibility && !enforcer.enforce(rule, target, context)) throw new Forbidden(refusal(rule));
  if (!context.isAdmin && image.owner !== (context.projectId ?? null))
    throw new Forbidden(`You are not permitted to create images owned by '${String(image.owner)}'.`);
}

/** Throws `Forbidden` for a rule about no image in particular. */
export function requireRule(
  enforcer: Enforcer,
  context: RequestContext,
  rule: string,
  target: Record<string, unknown>,
): void {
  try {
    enforcer.authorize(rule, target, context);
  } catch (error) {
    if (error instanceof PolicyNotAuthorized) throw new Forbidden(refusal(rule));
    throw error;
  }
}

function refusal(rule: string): string {
  return `${REFUSED} ${rule} action.`;
}

/** The image as rules see it: attributes under the wire's names with upstream's three aliases, and the properties. */
function imageTarget(image: Image): Record<string, unknown> {
  const { fields } = image;
  return {
    ...fields.properties,
    id: fields.id,
    image_id: fields.id,
    name: fields.name,
    status: fields.status,
    visibility: fields.visibility,
    owner: fields.owner,
    project_id: fields.owner,
    member: fields.member,
    member_id: fields.member,
    protected: fields.protected,
    os_hidden: fields.osHidden,
    disk_format: fields.diskFormat,
    container_format: fields.containerFormat,
    min_disk: fields.minDisk,
    min_ram: fields.minRam,
    size: fields.size,
    virtual_size: fields.virtualSize,
    checksum: fields.checksum,
    os_hash_algo: fields.osHashAlgo,
    os_hash_value: fields.osHashValue,
    tags: fields.tags,
  };
}
