// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../errors/base.js';
import { backendOf } from '../rpc/addressing.js';
import type { ServiceRepository } from '../services/service-repository.js';

/** Throws InvalidInput where the back end of a volume is frozen (upstream's assert_not_frozen). */
export async function checkNotFrozen(
  services: Pick<ServiceRepository, 'list'>,
  { host, clusterName }: { readonly host: string | null; readonly clusterName: string | null },
): Promise<void> {
  const name = clusterName ?? host;
  if (name === null) return;
  const backend = backendOf(name);
  const frozen = await services.list({
    binary: 'cinder-volume',
    frozen: true,
    ...(clusterName ? { clusterName: backend } : { host: backend }),
  });
  if (frozen.length > 0) throw new InvalidInput('Modification operations are not allowed on frozen storage backends.');
}
