// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** How a back end is chosen. */
export const schedulerOptions = declareOptions('DEFAULT', {
  scheduler_driver: option.string({
    default: 'cinder.scheduler.filter_scheduler.FilterScheduler',
    help: 'Class of the scheduler, by its name upstream.',
  }),
  scheduler_manager: option.string({
    default: 'cinder.scheduler.manager.SchedulerManager',
    help: 'Class of its manager, by its name upstream.',
  }),
  scheduler_host_manager: option.string({
    default: 'cinder.scheduler.host_manager.HostManager',
    help: 'Class that keeps the state of back ends, by its name upstream.',
  }),
  scheduler_weight_handler: option.string({
    default: 'cinder.scheduler.weights.OrderedHostWeightHandler',
    help: 'Class that chooses among the weighed: the best one, or stochastically.',
  }),
  scheduler_default_filters: option.list({
    default: ['AvailabilityZoneFilter', 'CapacityFilter', 'CapabilitiesFilter'],
    help: 'Filters that a back end has to pass.',
  }),
  scheduler_default_weighers: option.list({ default: ['CapacityWeigher'], help: 'What orders those that pass.' }),
  scheduler_max_attempts: option.integer({ default: 3, help: 'Back ends that a volume is tried on.' }),
  scheduler_driver_init_wait_time: option.integer({
    default: 60,
    min: 1,
    help: 'Seconds to wait at start for the reports of the back ends.',
  }),
  scheduler_json_config_location: option.string({ default: '', help: 'JSON file with options of the scheduler.' }),
  max_over_subscription_ratio: option.string({
    default: '20.0',
    help: 'Over-subscription of pools that report none: a number from 1, or auto.',
  }),
  capacity_weight_multiplier: option.float({
    default: 1.0,
    help: 'Weight of free space; negative numbers stack instead of spread.',
  }),
  allocated_capacity_weight_multiplier: option.float({
    default: -1.0,
    help: 'Weight of allocated space; positive numbers stack instead of spread.',
  }),
  volume_number_multiplier: option.float({
    default: -1.0,
    help: 'Weight of the number of volumes; positive numbers stack instead of spread.',
  }),
});
