// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[scheduler]` */
export const schedulerOptions = declareOptions('scheduler', {
  max_attempts: option.integer({ default: 3, min: 1, help: 'Hosts that are tried for a server.' }),
  discover_hosts_in_cells_interval: option.integer({
    default: -1,
    min: -1,
    help: 'Seconds between two looks for hosts that are new in a cell; -1 for none.',
  }),
  max_placement_results: option.integer({ default: 1000, min: 1, help: 'Candidates that placement is asked for.' }),
  workers: option.integer({
    min: 0,
    help: 'Worker processes of nova-scheduler; one for each processor where none is given.',
  }),
  query_placement_for_image_type_support: option.boolean({
    default: false,
    help: 'Whether placement is asked for hosts that take the image’s format.',
  }),
  limit_tenants_to_placement_aggregate: option.boolean({
    default: false,
    help: 'Whether projects are kept to the aggregates that name them.',
  }),
  placement_aggregate_required_for_tenants: option.boolean({
    default: false,
    help: 'Whether a project without such an aggregate gets no host.',
  }),
  enable_isolated_aggregate_filtering: option.boolean({
    default: false,
    help: 'Whether aggregates with required traits are kept for servers that ask for them.',
  }),
  image_metadata_prefilter: option.boolean({
    default: false,
    help: 'Whether placement is asked for the traits that the image’s properties need.',
  }),
});

/** `[filter_scheduler]` */
export const filterSchedulerOptions = declareOptions('filter_scheduler', {
  available_filters: option.multiString({
    default: ['nova.scheduler.filters.all_filters'],
    help: 'Filters that enabled_filters may name.',
  }),
  enabled_filters: option.list({
    default: [
      'ComputeFilter',
      'ComputeCapabilitiesFilter',
      'ImagePropertiesFilter',
      'ServerGroupAntiAffinityFilter',
      'ServerGroupAffinityFilter',
    ],
    help: 'Filters that a host must pass, in their order.',
  }),
  weight_classes: option.list({ default: ['nova.scheduler.weights.all_weighers'], help: 'Weighers.' }),
  host_subset_size: option.integer({ default: 1, min: 1, help: 'Of how many best hosts one is taken at random.' }),
  shuffle_best_same_weighed_hosts: option.boolean({
    default: false,
    help: 'Whether hosts of the same weight are shuffled.',
  }),
  max_io_ops_per_host: option.integer({
    default: 8,
    min: 0,
    help: 'Builds, resizes and the like of a host at a time, for IoOpsFilter.',
  }),
  max_instances_per_host: option.integer({ default: 50, min: 1, help: 'Servers of a host, for NumInstancesFilter.' }),
  track_instance_changes: option.boolean({ default: true, help: 'Whether hosts tell the scheduler of their servers.' }),
  cpu_weight_multiplier: option.float({ default: 1, help: 'Weight of free processors.' }),
  ram_weight_multiplier: option.float({ default: 1, help: 'Weight of free memory.' }),
  disk_weight_multiplier: option.float({ default: 1, help: 'Weight of free disk.' }),
  io_ops_weight_multiplier: option.float({
    default: -1,
    help: 'Weight of builds, resizes and the like; negative to avoid busy hosts.',
  }),
  pci_weight_multiplier: option.float({ default: 1, min: 0, help: 'Weight of free PCI devices.' }),
  soft_affinity_weight_multiplier: option.float({
    default: 1,
    min: 0,
    help: 'Weight of hosts with members of the server’s group.',
  }),
  soft_anti_affinity_weight_multiplier: option.float({ default: 1, min: 0, help: 'Weight of hosts without.' }),
  build_failure_weight_multiplier: option.float({
    default: 1000000,
    help: 'Weight against hosts whose builds failed.',
  }),
  cross_cell_move_weight_multiplier: option.float({ default: 1000000, help: 'Weight against hosts of another cell.' }),
  isolated_images: option.list({ default: [], help: 'Images for isolated hosts.' }),
  isolated_hosts: option.list({ default: [], help: 'Hosts that only those images may use.' }),
  restrict_isolated_hosts_to_isolated_images: option.boolean({
    default: true,
    help: 'Whether other images stay away from isolated hosts.',
  }),
  aggregate_image_properties_isolation_namespace: option.string({
    help: 'Prefix of the metadata that AggregateImagePropertiesIsolation looks at.',
  }),
  aggregate_image_properties_isolation_separator: option.string({
    default: '.',
    help: 'What stands between that prefix and the name of the property.',
  }),
});
