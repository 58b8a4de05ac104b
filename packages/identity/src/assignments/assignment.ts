// SPDX-License-Identifier: Apache-2.0

export interface Actor {
  readonly kind: 'user' | 'group';
  readonly id: string;
}

export type Target =
  | { readonly kind: 'project'; readonly id: string }
  | { readonly kind: 'domain'; readonly id: string }
  | { readonly kind: 'system' };

/** A role of an actor on a target. An inherited one holds for the projects below its target, and not for the target. */
export interface Assignment {
  readonly actor: Actor;
  readonly target: Target;
  readonly roleId: string;
  readonly inherited: boolean;
}

/** An assignment as it takes effect for one user, with what it came from where it was not given so. */
export interface EffectiveAssignment extends Assignment {
  readonly via?: {
    readonly groupId?: string;
    /** The domain or project that it is inherited from. */
    readonly source?: Target;
    /** The role that implied this one. */
    readonly priorRoleId?: string;
  };
}

export const targetId = (target: Target): string => (target.kind === 'system' ? 'system' : target.id);
