// SPDX-License-Identifier: Apache-2.0
import type { ComputeManager } from '../compute-manager.js';
import type { Handlers } from './arguments.js';

/** What is done with the host itself. */
export function hostHandlers({ hostActions }: ComputeManager): Handlers {
  return {
    host_power_action: (_context, args) => hostActions.power(args.action),
    host_maintenance_mode: (_context, args) => hostActions.maintenance(args.mode === true),
    set_host_enabled: (_context, args) => hostActions.enable(args.enabled === true),
    check_instance_shared_storage: (_context, args) =>
      hostActions.sees(String((args.data as { readonly filename: unknown }).filename)),
    cache_images: (context, args) => hostActions.cacheImages(context, (args.image_ids ?? []) as readonly string[]),
  };
}
