// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import { declareClientOptions } from '@stackport/keystone';

/** `[DEFAULT]` of glance-api.conf: names and defaults are Zed's. */
export const apiOptions = declareOptions('DEFAULT', {
  bind_host: option.host({ default: '0.0.0.0', help: 'Address to listen on.' }),
  bind_port: option.port({ help: 'Port to listen on; 9292 where none is given.' }),
  backlog: option.integer({ default: 4096, min: 1, help: 'Connections that may wait to be accepted.' }),
  tcp_keepidle: option.integer({ default: 600, min: 1, help: 'Seconds before an idle connection is probed.' }),
  workers: option.integer({
    min: 0,
    help: 'Worker processes; 0 serves in this process. The number of processors, at most 8, where none is given.',
  }),
  max_header_line: option.integer({ default: 16_384, min: 0, help: 'Bytes of the longest header line.' }),
  http_keepalive: option.boolean({ default: true, help: 'Whether a connection serves several requests.' }),
  client_socket_timeout: option.integer({
    default: 900,
    min: 0,
    help: 'Seconds that a client may be silent; 0 waits for ever.',
  }),
  public_endpoint: option.string({ help: 'URL of this service as clients know it, where a proxy stands before it.' }),
  worker_self_reference_url: option.string({
    help: 'URL of this worker as the other workers know it; image imports are sent there.',
  }),
  allow_anonymous_access: option.boolean({ default: false, help: 'Whether a request without a token may read.' }),
  max_request_id_length: option.integer({ default: 64, min: 0, help: 'Characters of the longest request id.' }),
  enforce_secure_rbac: option.boolean({ default: false, help: 'Leave ownership to the policy rules alone.' }),
  limit_param_default: option.integer({ default: 25, min: 1, help: 'Length of a page where the client names none.' }),
  api_limit_max: option.integer({ default: 1000, min: 1, help: 'Length of the longest page.' }),
});

export const locationStrategyOptions = declareOptions('DEFAULT', {
  location_strategy: option.choice(['location_order', 'store_type'], {
    default: 'location_order',
    help: 'Which of the places of its data an image is read from: the first that was added, or by kind of store.',
  }),
});

export const storeTypeOptions = declareOptions('store_type_location_strategy', {
  store_type_preference: option.list({
    default: [],
    help: 'Kinds of stores in the order in which `store_type` takes them.',
  }),
});

/** What an image may be and hold. */
export const imageOptions = declareOptions('DEFAULT', {
  allow_additional_image_properties: option.boolean({
    default: true,
    help: 'Whether users may add properties of their own.',
  }),
  image_member_quota: option.integer({ default: 128, help: 'Members of an image; negative for no limit.' }),
  image_property_quota: option.integer({ default: 128, help: 'Properties of an image; negative for no limit.' }),
  image_tag_quota: option.integer({ default: 128, help: 'Tags of an image; negative for no limit.' }),
  image_location_quota: option.integer({ default: 10, help: 'Locations of an image; negative for no limit.' }),
  image_size_cap: option.integer({ default: 1_099_511_627_776, min: 1, help: 'Bytes of the largest image.' }),
  user_storage_quota: option.string({
    default: '0',
    help: 'Storage that a project may use, as a number with B, KB, MB, GB or TB; 0 for no limit.',
  }),
  use_keystone_limits: option.boolean({
    default: false,
    help: 'Whether projects may have as much as Keystone’s limits say; [oslo_limit] says how it is asked.',
  }),
  show_image_direct_url: option.boolean({ default: false, help: 'Show the URL of the data in its store.' }),
  show_multiple_locations: option.boolean({ default: false, help: 'Show, and let change, where the data is.' }),
  delayed_delete: option.boolean({ default: false, help: 'Leave the data of a deleted image to a scrubber.' }),
  hashing_algorithm: option.string({ default: 'sha512', help: 'Algorithm of os_hash_value.' }),
  enabled_import_methods: option.list({
    default: ['glance-direct', 'web-download', 'copy-image'],
    bounds: true,
    quotes: true,
    help: 'Ways of importing data, in brackets.',
  }),
});

/** Who may do what to properties of images. */
export const propertyProtectionOptions = declareOptions('DEFAULT', {
  property_protection_file: option.string({
    help: 'File with the properties that are protected; none are where it is not given.',
  }),
  property_protection_rule_format: option.choice(['roles', 'policies'], {
    default: 'roles',
    help: 'What that file names: roles, or rules of the policy.',
  }),
});

export const imageFormatOptions = declareOptions('image_format', {
  container_formats: option.list({
    default: ['ami', 'ari', 'aki', 'bare', 'ovf', 'ova', 'docker', 'compressed'],
    deprecated: [{ group: 'DEFAULT', name: 'container_formats' }],
    help: 'Container formats that an image may have.',
  }),
  disk_formats: option.list({
    default: ['ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'],
    deprecated: [{ group: 'DEFAULT', name: 'disk_formats' }],
    help: 'Disk formats that an image may have.',
  }),
});

export const pasteDeployOptions = declareOptions('paste_deploy', {
  flavor: option.string({ help: 'Suffix of the pipeline: `keystone` chooses glance-api-keystone.' }),
  config_file: option.string({ help: 'Paste file; next to the configuration file where none is given.' }),
});

/** Images kept on this machine's disk for the next download. */
export const imageCacheOptions = declareOptions('DEFAULT', {
  image_cache_dir: option.string({ help: 'Folder of the image cache; nothing is cached where none is given.' }),
  image_cache_driver: option.choice(['sqlite', 'xattr'], {
    default: 'sqlite',
    ignoreCase: true,
    help: 'Where the cache remembers what it has; sqlite is used in the place of xattr, which is not supported.',
  }),
  image_cache_sqlite_db: option.string({ default: 'cache.db', help: "The cache's database, in its folder." }),
  image_cache_max_size: option.integer({
    default: 10_737_418_240,
    min: 0,
    help: 'Bytes that pruning leaves in the cache at most.',
  }),
  image_cache_stall_time: option.integer({
    default: 86_400,
    min: 0,
    help: 'Seconds after which cleaning gives up an image that does not come.',
  }),
});

export const taskOptions = declareOptions('task', {
  task_time_to_live: option.integer({
    default: 48,
    deprecated: [{ group: 'DEFAULT', name: 'task_time_to_live' }],
    help: 'Hours that a finished task is kept.',
  }),
});

export const taskExecutorOptions = declareOptions('taskflow_executor', {
  engine_mode: option.choice(['serial', 'parallel'], {
    default: 'parallel',
    help: 'How the steps of one task follow each other; they depend on each other here, so both mean the same.',
  }),
  max_workers: option.integer({
    default: 10,
    min: 1,
    deprecated: [{ group: 'task', name: 'eventlet_executor_pool_size' }],
    help: 'Tasks that a process runs at a time, if [wsgi] task_pool_threads is not less.',
  }),
});

export const threadPoolOptions = declareOptions('wsgi', {
  task_pool_threads: option.integer({
    default: 16,
    min: 1,
    help: 'Tasks that a process runs at a time, if [taskflow_executor] max_workers is not less.',
  }),
});

export const importFilteringOptions = declareOptions('import_filtering_opts', {
  allowed_schemes: option.list({
    default: ['http', 'https'],
    bounds: true,
    quotes: true,
    help: 'Schemes that web-download may use, in brackets.',
  }),
  disallowed_schemes: option.list({
    default: [],
    bounds: true,
    quotes: true,
    help: 'Schemes that it may not use, where none are allowed by name.',
  }),
  allowed_hosts: option.list({
    default: [],
    bounds: true,
    quotes: true,
    help: 'Hosts that web-download may ask, in brackets.',
  }),
  disallowed_hosts: option.list({
    default: [],
    bounds: true,
    quotes: true,
    help: 'Hosts that it may not ask, where none are allowed by name.',
  }),
  allowed_ports: option.list({
    default: ['80', '443'],
    bounds: true,
    quotes: true,
    help: 'Ports that web-download may use, in brackets.',
  }),
  disallowed_ports: option.list({
    default: [],
    bounds: true,
    quotes: true,
    help: 'Ports that it may not use, where none are allowed by name.',
  }),
});

export const importPluginOptions = declareOptions('image_import_opts', {
  image_import_plugins: option.list({
    default: ['no_op'],
    bounds: true,
    quotes: true,
    help: 'Plugins that imports run through, in their order and in brackets: inject_image_metadata, image_decompression, image_conversion, no_op.',
  }),
});

export const injectMetadataOptions = declareOptions('inject_metadata_properties', {
  ignore_user_roles: option.list({
    default: ['admin'],
    help: 'Roles whose imports are given no properties by inject_image_metadata.',
  }),
  inject: option.dict({ default: {}, help: 'Properties that it gives to imported images: k1:v1,k2:v2.' }),
});

export const conversionOptions = declareOptions('image_conversion', {
  output_format: option.choice(['qcow2', 'raw', 'vmdk'], {
    default: 'raw',
    help: 'What image_conversion makes of imported data.',
  }),
});

export const glanceDownloadOptions = declareOptions('glance_download_properties', {
  extra_properties: option.list({
    default: ['hw_', 'trait:', 'os_distro', 'os_secure_boot', 'os_type'],
    bounds: true,
    quotes: true,
    help: 'What the names of properties begin with that glance-download takes over, in brackets.',
  }),
});

/** How Keystone is asked for limits. */
export const limitOptions = declareLimitOptions();

function declareLimitOptions() {
  const { name, options } = declareClientOptions('oslo_limit');
  return declareOptions(name, {
    ...options,
    endpoint_id: option.string({
      help: 'Id of this service’s endpoint in Keystone, to whose service and region limits belong.',
    }),
  });
}

/** What glance-manage reads beside what the service does. */
export const manageOptions = declareOptions('DEFAULT', {
  metadata_source_path: option.string({
    default: '/etc/glance/metadefs/',
    help: 'Folder of the definitions that glance-manage db load_metadefs reads.',
  }),
});

/** What notifications are called, and which are not sent; `[oslo_messaging_notifications]` has the rest. */
export const notificationNameOptions = declareOptions('DEFAULT', {
  default_publisher_id: option.string({
    default: 'image.localhost',
    help: 'Who notifications say that they are from.',
  }),
  disabled_notifications: option.list({
    default: [],
    help: 'Notifications that are not sent, by event (image.create) or by group (image, image.member, task, metadef_tag, …).',
  }),
});

/** Every group that the Image service itself declares. */
export const glanceOptionGroups = [
  apiOptions,
  imageOptions,
  imageFormatOptions,
  propertyProtectionOptions,
  imageCacheOptions,
  pasteDeployOptions,
  locationStrategyOptions,
  storeTypeOptions,
  taskOptions,
  taskExecutorOptions,
  threadPoolOptions,
  importFilteringOptions,
  importPluginOptions,
  injectMetadataOptions,
  conversionOptions,
  glanceDownloadOptions,
  notificationNameOptions,
  limitOptions,
  manageOptions,
] as const;
