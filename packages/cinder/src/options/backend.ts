// SPDX-License-Identifier: Apache-2.0
import {
  type Configuration,
  declareOptions,
  dictType,
  type OptionGroup,
  option,
  stringType,
  type Values,
} from '@stackport/config';
import { declareFileDriverOptions } from './volume-drivers.js';
import { volumeManagerOptions } from './volumes.js';

/** What a back end may say of itself, whatever its driver is. */
export const backendDeclarations = {
  volume_driver: option.string({
    default: 'cinder.volume.drivers.lvm.LVMVolumeDriver',
    help: 'Driver, by its class in the Python service.',
  }),
  volume_backend_name: option.string({ help: 'Name that volume types choose this back end by.' }),
  backend_availability_zone: option.string({ help: 'Availability zone, where it is not the node’s.' }),
  enable_unsupported_driver: option.boolean({
    default: false,
    help: 'Whether a driver that its makers gave up is started.',
  }),
  reserved_percentage: option.integer({
    default: 0,
    min: 0,
    max: 100,
    help: 'Percentage of the space that volumes are not placed in.',
  }),
  max_over_subscription_ratio: option.string({
    default: '20.0',
    regex: /^(auto|\d*\.\d+|\d+)$/,
    help: 'How often space may be promised where volumes are thin: a number of at least 1, or auto.',
  }),
  filter_function: option.string({ help: 'Expression that a request must satisfy (DriverFilter).' }),
  goodness_function: option.string({ help: 'Expression of how good it is, 0 to 100 (GoodnessWeigher).' }),
  extra_capabilities: option.string({
    default: '{}',
    help: 'JSON object of further capabilities that are reported.',
  }),
  report_discard_supported: option.boolean({
    default: false,
    help: 'Whether clients are told that they may discard blocks.',
  }),
  image_volume_cache_enabled: option.boolean({
    default: false,
    help: 'Whether the volume first made of an image is kept to be cloned.',
  }),
  image_volume_cache_max_size_gb: option.integer({ default: 0, help: 'GiB of those volumes; 0 for no limit.' }),
  image_volume_cache_max_count: option.integer({ default: 0, help: 'Number of those volumes; 0 for no limit.' }),
  image_upload_use_cinder_backend: option.boolean({
    default: false,
    help: 'Whether an upload to an image is a clone that the image points to.',
  }),
  image_upload_use_internal_tenant: option.boolean({
    default: false,
    help: 'Whether that clone belongs to the internal project.',
  }),
  use_multipath_for_image_xfer: option.boolean({
    default: false,
    help: 'Whether several paths to a volume are used for images.',
  }),
  enforce_multipath_for_image_xfer: option.boolean({
    default: false,
    help: 'Whether one path alone is an error.',
  }),
  volume_clear: option.choice(['none', 'zero'], {
    default: 'zero',
    help: 'What is done with a deleted volume’s data.',
  }),
  volume_clear_size: option.integer({
    default: 0,
    max: 1024,
    help: 'MiB at the start of a volume that it is done with; 0 for all.',
  }),
  volume_dd_blocksize: option.string({ default: '1M', help: 'Size of a block that is copied at a time.' }),
  volumes_dir: option.string({ default: '$state_path/volumes', help: 'Folder of what targets keep of volumes.' }),
  nas_host: option.string({ default: '', help: 'Server of a share.' }),
  nas_share_path: option.string({ default: '', help: 'Path of a share.' }),
  nas_mount_options: option.string({ help: 'Options that a share is mounted with.' }),
  nas_volume_prov_type: option.choice(['thin', 'thick'], {
    default: 'thin',
    help: 'Whether space is taken when a volume is made.',
  }),
  replication_device: option.multi(dictType(stringType()), {
    secret: true,
    help: 'Where to replicate to, as key:value pairs; no driver here replicates.',
  }),
};

/** `[backend_defaults]`: what back ends have where their own sections do not say. */
export const backendDefaultsOptions = declareOptions('backend_defaults', backendDeclarations);

/** The section of a back end. */
export type BackendGroup = OptionGroup<typeof backendSectionDeclarations>;
export type BackendValues = Values<typeof backendSectionDeclarations>;

const backendSectionDeclarations = {
  ...backendDeclarations,
  backend_host: option.string({ help: 'Takes the place of `host` for this back end: several nodes can share it.' }),
};

/**
 * The values of a back end: of its own section, then of `[backend_defaults]` (upstream's BackendGroupConfiguration).
 * @param section - a name out of `enabled_backends`.
 * @throws ConfigurationError for a bad value.
 */
export function backendValues(configuration: Configuration, section: string): BackendValues {
  const group: BackendGroup = declareOptions(section, backendSectionDeclarations);
  configuration.register(backendDefaultsOptions, group);
  const shared: Readonly<Record<string, unknown>> = configuration.get(backendDefaultsOptions);
  const own = configuration.get(group);
  const merged = Object.entries(own).map(([name, value]) => {
    const isSet = configuration.origin(section, name)?.kind !== 'option default';
    return [name, isSet || !(name in shared) ? value : shared[name]] as const;
  });
  return Object.freeze(Object.fromEntries(merged)) as unknown as BackendValues;
}

/** Makes the sections of `enabled_backends` known, so that a process which does not serve them takes them for no mistake. */
export function registerBackends(configuration: Configuration): void {
  for (const section of configuration.get(volumeManagerOptions).enabled_backends ?? [])
    configuration.register(declareOptions(section, backendSectionDeclarations), declareFileDriverOptions(section));
}
