// SPDX-License-Identifier: Apache-2.0
import { cinderDefaultValues, cinderVolumeOptionGroups, recognizedOptions } from '@stackport/cinder';
import type { ConfigurationInit } from '@stackport/config';
import { loggingOptions } from '@stackport/context';

/**
 * What cinder-volume reads its configuration with.
 * @param argv - without interpreter and script.
 */
export function cinderVolumeConfiguration(argv: readonly string[]): ConfigurationInit {
  return {
    project: 'cinder',
    program: 'cinder-volume',
    argv,
    groups: [...cinderVolumeOptionGroups, loggingOptions],
    defaults: cinderDefaultValues(),
    recognized: recognizedOptions(),
  };
}
