// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** Takes what placement knows of a hypervisor away with it. */
export interface ProviderRemoval {
  /** @param uuid - of the hypervisor, which is that of its provider */
  remove(context: RequestContext, uuid: string): Promise<void>;
}

/** Where there is no placement. */
export const noProviders: ProviderRemoval = { remove: () => Promise.resolve() };
