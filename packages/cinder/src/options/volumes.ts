// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What the domain of volumes reads, in the API and in the workers. */
export const volumeOptions = declareOptions('DEFAULT', {
  default_volume_type: option.string({
    default: '__DEFAULT__',
    required: true,
    help: 'Type of a volume whose creator names none.',
  }),
  default_group_type: option.string({ help: 'Type of a group whose creator names none.' }),
  snapshot_same_host: option.boolean({
    default: true,
    help: 'Whether a volume from a snapshot is made on the back end of the snapshot.',
  }),
  cloned_volume_same_az: option.boolean({
    default: true,
    help: 'Whether a clone is in the availability zone of its source.',
  }),
  volume_name_template: option.string({
    default: 'volume-%s',
    help: 'Name of a volume on its back end; %s is its id.',
  }),
  snapshot_name_template: option.string({
    default: 'snapshot-%s',
    help: 'Name of a snapshot on its back end; %s is its id.',
  }),
  backup_name_template: option.string({ default: 'backup-%s', help: 'Name of a backup; %s is its id.' }),
  enable_force_upload: option.boolean({
    default: false,
    help: 'Whether a volume in use may be uploaded to an image.',
  }),
  glance_core_properties: option.list({
    default: [
      'checksum',
      'container_format',
      'disk_format',
      'image_name',
      'image_id',
      'min_disk',
      'min_ram',
      'name',
      'size',
    ],
    help: 'Image metadata of a volume that is no property of an image made of it.',
  }),
  reserved_image_namespaces: option.list({
    default: [],
    help: 'Prefixes of image properties that are not taken over into images, beside os_glance.',
  }),
  volume_transfer_salt_length: option.integer({ default: 8, help: 'Characters of the salt of a transfer.' }),
  volume_transfer_key_length: option.integer({ default: 16, help: 'Characters of the key of a transfer.' }),
  volume_usage_audit_period: option.string({
    default: 'month',
    help: 'Length of a period of the usage audit: month, day, hour or year.',
  }),
});

/** What cinder-volume reads for all its back ends. */
export const volumeManagerOptions = declareOptions('DEFAULT', {
  enabled_backends: option.list({ help: 'Sections of the back ends that this node serves.' }),
  volume_manager: option.string({
    default: 'cinder.volume.manager.VolumeManager',
    help: 'Class of the manager, by its name upstream.',
  }),
  volume_service_inithost_offload: option.boolean({
    default: false,
    help: 'Whether deletions that a killed service left are finished beside the new one’s work.',
  }),
  migration_create_volume_timeout_secs: option.integer({
    default: 300,
    help: 'Seconds that the new volume of a migration may take to be made.',
  }),
  init_host_max_objects_retrieval: option.integer({
    default: 0,
    help: 'Volumes and snapshots that are read at a time at start; 0 for all.',
  }),
  backend_stats_polling_interval: option.integer({
    default: 60,
    min: 3,
    help: 'Seconds between two reports of the back ends to the schedulers.',
  }),
  reinit_driver_count: option.integer({
    default: 3,
    help: 'How often a driver that could not be set up is tried again.',
  }),
  image_conversion_dir: option.string({
    default: '$state_path/conversion',
    help: 'Folder of images on their way into and out of volumes.',
  }),
  image_conversion_disable: option.boolean({
    default: false,
    help: 'Whether an image and a volume must have the same format.',
  }),
  image_conversion_cpu_limit: option.integer({ default: 60, help: 'Seconds of processor that qemu-img info may use.' }),
  image_conversion_address_space_limit: option.integer({
    default: 1,
    help: 'GiB of memory that qemu-img info may use.',
  }),
  vmdk_allowed_types: option.list({
    default: ['streamOptimized', 'monolithicSparse'],
    help: 'Kinds of VMDK images that a volume may be made of.',
  }),
  allow_compression_on_image_upload: option.boolean({
    default: false,
    help: 'Whether an image may be uploaded compressed.',
  }),
  image_compress_on_upload: option.boolean({
    default: true,
    help: 'Whether an image in a format that compresses is compressed.',
  }),
  compression_format: option.choice(['gzip'], { default: 'gzip', help: 'How an upload is compressed.' }),
  verify_glance_signatures: option.choice(['disabled', 'enabled'], {
    default: 'enabled',
    help: 'Whether the signature of a signed image is looked at.',
  }),
  num_shell_tries: option.integer({ default: 3, help: 'How often a command is tried that failed.' }),
});
