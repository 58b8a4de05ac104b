// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[compute]` */
export const computeOptions = declareOptions('compute', {
  consecutive_build_service_disable_threshold: option.integer({
    default: 10,
    help: 'Builds that fail one after the other before a host counts for a bad one; 0 for any number.',
  }),
  shutdown_retry_interval: option.integer({
    default: 10,
    min: 1,
    help: 'Seconds between two attempts to shut a guest down.',
  }),
  resource_provider_association_refresh: option.integer({
    default: 300,
    min: 0,
    help: 'Seconds after which what is known of placement’s aggregates and traits is read again; 0 for never.',
  }),
  max_disk_devices_to_attach: option.integer({
    default: -1,
    min: -1,
    help: 'Disks of a server at most; -1 for any number.',
  }),
  image_type_exclude_list: option.list({ default: [], help: 'Formats of images that this host does not take.' }),
});

/** What a compute host reads of `[DEFAULT]`. */
export const computeHostOptions = declareOptions('DEFAULT', {
  compute_driver: option.string({ help: 'Driver of the hypervisor.' }),
  instances_path: option.string({ default: '$state_path/instances', help: 'Folder of the servers’ disks.' }),
  reserved_host_disk_mb: option.integer({ default: 0, min: 0, help: 'MiB of disk that servers do not get.' }),
  reserved_host_memory_mb: option.integer({ default: 512, min: 0, help: 'MiB of memory that servers do not get.' }),
  reserved_host_cpus: option.integer({ default: 0, min: 0, help: 'Processors that servers do not get.' }),
  cpu_allocation_ratio: option.float({ min: 0, help: 'Virtual processors for each one of the host.' }),
  ram_allocation_ratio: option.float({ min: 0, help: 'Memory given out for each part that the host has.' }),
  disk_allocation_ratio: option.float({ min: 0, help: 'Disk given out for each part that the host has.' }),
  initial_cpu_allocation_ratio: option.float({
    default: 16,
    min: 0,
    help: 'The ratio of processors of a host that is new.',
  }),
  initial_ram_allocation_ratio: option.float({
    default: 1.5,
    min: 0,
    help: 'The ratio of memory of a host that is new.',
  }),
  initial_disk_allocation_ratio: option.float({ default: 1, min: 0, help: 'The ratio of disk of a host that is new.' }),
  max_concurrent_builds: option.integer({
    default: 10,
    min: 0,
    help: 'Servers that are built at a time; 0 for any number.',
  }),
  max_concurrent_snapshots: option.integer({
    default: 5,
    min: 0,
    help: 'Snapshots that are made at a time; 0 for any number.',
  }),
  max_concurrent_live_migrations: option.integer({
    default: 1,
    min: 0,
    help: 'Live migrations that leave at a time; 0 for any number.',
  }),
  sync_power_state_interval: option.integer({
    default: 600,
    help: 'Seconds between two looks at what guests really do; -1 for none.',
  }),
  running_deleted_instance_action: option.choice(['reap', 'log', 'shutdown', 'noop'], {
    default: 'reap',
    help: 'What becomes of guests that run and are deleted.',
  }),
  running_deleted_instance_poll_interval: option.integer({
    default: 1800,
    help: 'Seconds between two looks for such guests.',
  }),
  running_deleted_instance_timeout: option.integer({
    default: 0,
    help: 'Seconds after its deletion from which a guest counts for one.',
  }),
  instance_build_timeout: option.integer({
    default: 0,
    min: 0,
    help: 'Seconds after which a server that is still being built is in error; 0 for any time.',
  }),
  instance_delete_interval: option.integer({
    default: 300,
    help: 'Seconds between two attempts to delete what was not deleted.',
  }),
  maximum_instance_delete_attempts: option.integer({ default: 5, min: 1, help: 'Such attempts at most.' }),
  reboot_timeout: option.integer({
    default: 0,
    min: 0,
    help: 'Seconds after which a reboot that hangs is made a hard one; 0 for any time.',
  }),
  rescue_timeout: option.integer({
    default: 0,
    min: 0,
    help: 'Seconds after which a rescued server is taken back; 0 for any time.',
  }),
  resize_confirm_window: option.integer({
    default: 0,
    min: 0,
    help: 'Seconds after which a resize is confirmed by itself; 0 for never.',
  }),
  shutdown_timeout: option.integer({ default: 60, min: 0, help: 'Seconds that a guest has to shut down.' }),
  shelved_poll_interval: option.integer({
    default: 3600,
    help: 'Seconds between two looks for servers that may leave their host.',
  }),
  heal_instance_info_cache_interval: option.integer({
    default: 60,
    help: 'Seconds between two looks at the ports of a server, one after the other; 0 or less for never.',
  }),
  update_resources_interval: option.integer({
    default: 0,
    help: 'Seconds between two reports of a host’s resources; 0 for the interval of periodic work.',
  }),
  resume_guests_state_on_host_boot: option.boolean({
    default: false,
    help: 'Whether guests that ran are started with their host.',
  }),
  block_device_allocate_retries: option.integer({
    default: 60,
    min: 0,
    help: 'How often a volume that is being made is looked at.',
  }),
  block_device_allocate_retries_interval: option.integer({
    default: 3,
    min: 0,
    help: 'Seconds between two such looks.',
  }),
  vif_plugging_is_fatal: option.boolean({
    default: true,
    help: 'Whether a server fails whose ports are not plugged in time.',
  }),
  vif_plugging_timeout: option.integer({
    default: 300,
    min: 0,
    help: 'Seconds that ports have to be plugged; 0 waits for nothing.',
  }),
});

/** `[conductor]` */
export const conductorOptions = declareOptions('conductor', {
  workers: option.integer({ help: 'Worker processes of nova-conductor; one for each processor where none is given.' }),
});

/** `[image_cache]` */
export const imageCacheOptions = declareOptions('image_cache', {
  manager_interval: option.integer({
    default: 2400,
    min: -1,
    deprecated: [{ group: 'DEFAULT', name: 'image_cache_manager_interval' }],
    help: 'Seconds between two looks at cached images; -1 for none.',
  }),
  precache_concurrency: option.integer({ default: 1, min: 1, help: 'Hosts that fetch an image in advance at a time.' }),
  subdirectory_name: option.string({
    default: '_base',
    deprecated: [{ group: 'DEFAULT', name: 'image_cache_subdirectory_name' }],
    help: 'Folder of cached images below instances_path.',
  }),
  remove_unused_base_images: option.boolean({ default: true, help: 'Whether images that no server has are removed.' }),
  remove_unused_original_minimum_age_seconds: option.integer({ default: 86400, help: 'Seconds before that.' }),
});
