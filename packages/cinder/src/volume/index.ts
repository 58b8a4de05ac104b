// SPDX-License-Identifier: Apache-2.0
export { createCinderVolume, type CinderVolume, type CinderVolumeInit } from './create-cinder-volume.js';
export type { VolumeDriver } from './drivers/driver.js';
export { cinderVolumeOptionGroups } from './volume-option-groups.js';
