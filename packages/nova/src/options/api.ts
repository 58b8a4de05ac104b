// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[api]`: what the Compute API and the metadata service read. */
export const apiOptions = declareOptions('api', {
  auth_strategy: option.choice(['keystone', 'noauth2'], {
    default: 'keystone',
    help: 'Which of the pipelines of the paste file is served.',
  }),
  use_forwarded_for: option.boolean({
    default: false,
    help: 'Whether the address of a client is what X-Forwarded-For says: behind a proxy that sets it only.',
  }),
  max_limit: option.integer({
    default: 1000,
    min: 0,
    deprecated: [{ group: 'DEFAULT', name: 'osapi_max_limit' }],
    help: 'Length of the longest page of a list.',
  }),
  compute_link_prefix: option.string({
    deprecated: [{ group: 'DEFAULT', name: 'osapi_compute_link_prefix' }],
    help: 'URL of this service as clients know it, for links.',
  }),
  glance_link_prefix: option.string({
    deprecated: [{ group: 'DEFAULT', name: 'osapi_glance_link_prefix' }],
    help: 'URL of the Image service as clients know it, for links.',
  }),
  enable_instance_password: option.boolean({
    default: true,
    help: 'Whether answers have the administrator’s password that was made for a server.',
  }),
  instance_list_per_project_cells: option.boolean({
    default: false,
    help: 'Whether lists of servers ask only the cells in which the project has some.',
  }),
  instance_list_cells_batch_strategy: option.choice(['distributed', 'fixed'], {
    default: 'distributed',
    help: 'How many rows a list asks of a cell at a time: its share of the page, or a fixed number.',
  }),
  instance_list_cells_batch_fixed_size: option.integer({ default: 100, min: 100, help: 'That fixed number.' }),
  list_records_by_skipping_down_cells: option.boolean({
    default: true,
    help: 'Whether lists leave out a cell that does not answer; an error otherwise.',
  }),
  use_neutron_default_nets: option.boolean({
    default: false,
    help: 'Whether networks are of a default project where the user’s has none.',
  }),
  neutron_default_tenant_id: option.string({ default: 'default', help: 'That default project.' }),
  local_metadata_per_cell: option.boolean({
    default: false,
    help: 'Whether the metadata service serves the servers of one cell only.',
  }),
  metadata_cache_expiration: option.integer({
    default: 15,
    min: 0,
    help: 'Seconds that the metadata service keeps what it knows of a server.',
  }),
  dhcp_domain: option.string({ default: 'novalocal', help: 'Domain of servers’ names in metadata.' }),
  config_drive_skip_versions: option.string({
    default: '1.0 2007-01-19 2007-03-01 2007-08-29 2007-10-10 2007-12-15 2008-02-01 2008-09-01',
    help: 'Versions of EC2’s metadata that configuration drives leave out.',
  }),
  vendordata_providers: option.list({
    default: ['StaticJSON'],
    help: 'Where vendor data come from: StaticJSON, DynamicJSON.',
  }),
  vendordata_jsonfile_path: option.string({ help: 'JSON file of static vendor data.' }),
});
