// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** What all processes of Block Storage have in common. */
export const serviceOptions = declareOptions('DEFAULT', {
  host: option.string({
    default: 'localhost',
    help: 'Name of this node: what services, volumes and messages are addressed by. Not the name of a machine by force.',
  }),
  cluster: option.string({ help: 'Name of the cluster that this node shares its back ends with.' }),
  my_ip: option.host({ default: '127.0.0.1', sampleDefault: '<HOST_IP_ADDRESS>', help: 'Address of this machine.' }),
  state_path: option.string({ default: '/var/lib/cinder', help: 'Top folder of what this service keeps.' }),
  storage_availability_zone: option.string({ default: 'nova', help: 'Availability zone of this node.' }),
  service_down_time: option.integer({
    default: 60,
    help: 'Seconds without a sign of life after which a service is down.',
  }),
  report_interval: option.integer({ default: 10, help: 'Seconds between two signs of life.' }),
  periodic_interval: option.integer({ default: 60, help: 'Seconds between two runs of periodic work.' }),
  periodic_fuzzy_delay: option.integer({
    default: 60,
    help: 'Seconds of which a random part goes by before periodic work runs first; 0 for none.',
  }),
  enable_new_services: option.boolean({ default: true, help: 'Whether a service that is new is enabled at once.' }),
  cinder_internal_tenant_project_id: option.string({ help: 'Project that owns what the service makes for itself.' }),
  cinder_internal_tenant_user_id: option.string({ help: 'User that owns what the service makes for itself.' }),
});

/** Availability zones as the API and the scheduler see them. */
export const availabilityZoneOptions = declareOptions('DEFAULT', {
  default_availability_zone: option.string({
    help: 'Zone of a volume whose creator names none; storage_availability_zone where none is given.',
  }),
  allow_availability_zone_fallback: option.boolean({
    default: false,
    help: 'Whether a zone that does not exist is replaced by the default one.',
  }),
});
