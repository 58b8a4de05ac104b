// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';

/** What the Compute service knows of a server's volume. */
export interface ServerVolumes {
  /**
   * The attachment by which the server has the volume; undefined where there is no such server or it does not have it.
   * Rejects where the Compute service does not answer.
   */
  attachmentIdOf(context: RequestContext, serverId: string, volumeId: string): Promise<string | undefined>;
}
