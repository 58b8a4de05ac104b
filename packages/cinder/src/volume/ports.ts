// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** What a back end asks of the Compute service for servers that have its volumes. */
export interface Servers {
  /**
   * Has a server take another volume in a volume's place, with its data; it ends the migration when it is done. Rejects
   * where the Compute service does not take it.
   */
  replaceVolume(context: RequestContext, serverId: string, volumeId: string, newVolumeId: string): Promise<void>;
  /** Tells that a volume has grown. @returns whether that was heard */
  volumeExtended(context: RequestContext, serverIds: readonly string[], volumeId: string): Promise<boolean>;
  /** Tells that another image was written over a volume. @returns whether that was heard */
  volumeReimaged(context: RequestContext, serverIds: readonly string[], volumeId: string): Promise<boolean>;
}
