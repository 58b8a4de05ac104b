// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { objectOf } from '../../object-values.js';
import { instanceObject } from '../instance-object.js';
import type { PlacedServer } from '../server.js';

/**
 * Ends a resize that nobody confirmed, so that what the server left behind on its former host goes too. Waits for that host.
 */
export async function confirmBeforeDeletion(context: RequestContext, { instance, cell }: PlacedServer): Promise<void> {
  const found = await cell.migrations.list({
    where: { instanceUuid: instance.uuid, status: { in: ['finished', 'confirming'] } },
    orderBy: { id: 'desc' },
  });
  const [migration] = found;
  // It may have been confirmed a moment ago.
  if (migration === undefined) return;
  await cell.actions.start(context, instance.uuid, 'confirmResize');
  await cell.compute.confirmResize(context, instanceObject(instance), objectOf('Migration', migration), {
    host: migration.source_compute,
    wait: true,
  });
}
