// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What all processes of the Compute service have in common. */
export const serviceOptions = declareOptions('DEFAULT', {
  host: option.hostDomain({
    default: 'localhost',
    sampleDefault: '<current_hostname>',
    help: 'Name of this node: what services, servers and messages are addressed by.',
  }),
  my_ip: option.string({ default: '127.0.0.1', sampleDefault: '<host_ipv4>', help: 'Address of this machine.' }),
  my_block_storage_ip: option.string({ default: '$my_ip', help: 'Address of this machine on the network of volumes.' }),
  state_path: option.string({ default: '/var/lib/nova', help: 'Top folder of what this service keeps.' }),
  report_interval: option.integer({ default: 10, help: 'Seconds between two signs of life.' }),
  service_down_time: option.integer({
    default: 60,
    help: 'Seconds without a sign of life after which a service is down.',
  }),
  servicegroup_driver: option.choice(['db', 'mc'], {
    default: 'db',
    help: 'Where signs of life are kept: the database is all that is supported.',
  }),
  periodic_enable: option.boolean({ default: true, help: 'Whether periodic work is done.' }),
  periodic_fuzzy_delay: option.integer({
    default: 60,
    min: 0,
    help: 'Seconds of which a random part goes by before periodic work runs first; 0 for none.',
  }),
  enable_new_services: option.boolean({
    default: true,
    help: 'Whether a compute service that is new is enabled at once.',
  }),
  long_rpc_timeout: option.integer({ default: 1800, help: 'Seconds that calls may take which wait for real work.' }),
});

/** Availability zones. */
export const zoneOptions = declareOptions('DEFAULT', {
  default_availability_zone: option.string({
    default: 'nova',
    help: 'Zone of a compute host that is in no aggregate with a zone.',
  }),
  internal_service_availability_zone: option.string({
    default: 'internal',
    help: 'Zone of the services that are no compute hosts.',
  }),
  default_schedule_zone: option.string({ help: 'Zone of a server whose creator names none.' }),
});

/** What servers are made with. */
export const serverDefaultsOptions = declareOptions('DEFAULT', {
  instance_name_template: option.string({
    default: 'instance-%08x',
    help: 'Name of a server at its hypervisor, from its number.',
  }),
  osapi_compute_unique_server_name_scope: option.choice(['', 'project', 'global'], {
    default: '',
    help: 'Where no two servers may have the same name: nowhere, in a project, or anywhere.',
  }),
  password_length: option.integer({
    default: 12,
    min: 0,
    help: 'Characters of administrators’ passwords that are made.',
  }),
  allow_resize_to_same_host: option.boolean({ default: false, help: 'Whether a resize may stay on its host.' }),
  reclaim_instance_interval: option.integer({
    default: 0,
    help: 'Seconds after which a deleted server is gone for good; 0 for at once.',
  }),
  shelved_offload_time: option.integer({
    default: 0,
    help: 'Seconds after which a shelved server leaves its host; 0 for at once, -1 for never.',
  }),
  max_local_block_devices: option.integer({ default: 3, help: 'Local disks of a server at most; -1 for any number.' }),
  force_config_drive: option.boolean({ default: false, help: 'Whether every server has a configuration drive.' }),
  non_inheritable_image_properties: option.list({
    default: ['cache_in_nova', 'bittorrent'],
    help: 'Image properties that snapshots do not take over.',
  }),
  instance_usage_audit: option.boolean({
    default: false,
    help: 'Whether the usage of servers is audited at the end of each period.',
  }),
  instance_usage_audit_period: option.string({
    default: 'month',
    regex: /^(hour|month|day|year)(@([0-9]+))?$/,
    help: 'That period: hour, month, day or year, and with @ an offset.',
  }),
});
