// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import { ARCHITECTURES } from '../scheduler/names.js';

/** `[scheduler]`: what only the scheduler itself reads. */
export const zoneQueryOptions = declareOptions('scheduler', {
  query_placement_for_availability_zone: option.boolean({
    default: true,
    help: 'Whether placement is asked for hosts in the aggregates of the availability zone.',
  }),
});

/** `[filter_scheduler]`: the same. */
export const imagePropertyOptions = declareOptions('filter_scheduler', {
  image_properties_default_architecture: option.choice(ARCHITECTURES, {
    help: 'Architecture of images that do not say theirs, for ImagePropertiesFilter.',
  }),
});

/** `[metrics]` */
export const metricsOptions = declareOptions('metrics', {
  weight_multiplier: option.float({ default: 1, help: 'Weight of what hosts measure.' }),
  weight_setting: option.list({ default: [], help: 'Metrics that count, each with its part: name=1.0.' }),
  required: option.boolean({ default: true, help: 'Whether a host without such a metric is an error.' }),
  weight_of_unavailable: option.float({ default: -10000, help: 'Weight of a host without it otherwise.' }),
});

/** `[workarounds]` */
export const pinningWorkaroundOptions = declareOptions('workarounds', {
  disable_fallback_pcpu_query: option.boolean({
    default: false,
    help: 'Whether hosts that report pinned processors as virtual ones are left out.',
  }),
});

export const schedulerOwnOptionGroups = [
  zoneQueryOptions,
  imagePropertyOptions,
  metricsOptions,
  pinningWorkaroundOptions,
] as const;
