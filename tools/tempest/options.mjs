// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';

/**
 * Sections of cinder.conf for back ends that keep files.
 * @param {readonly string[]} names
 * @param {string} folder - has a folder for each
 * @returns {Record<string, Record<string, string>>}
 */
export function backendSections(names, folder) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      { volume_driver: 'stackport.file', volume_backend_name: name, file_volumes_dir: join(folder, name) },
    ]),
  );
}

/**
 * Sections of glance-api.conf. An import reaches loopback addresses and other ports than 80 and 443 only where the operator says so.
 * @param {number} port - where a file lies that is imported
 * @returns {Record<string, Record<string, string>>}
 */
export function importSections(port) {
  return { import_filtering_opts: { allowed_hosts: '[127.0.0.1]', allowed_ports: `[80,443,${port}]` } };
}

/** The fake driver of upstream that can rescue servers that start from a volume. */
export const everyAction = 'fake.RescueBFVDriver';

/**
 * Sections of nova.conf: the filters that DevStack adds to the default ones, which Tempest takes for granted on several hosts.
 * @returns {Record<string, Record<string, string>>}
 */
export function filterSections() {
  const filters = [
    ...['ComputeFilter', 'ComputeCapabilitiesFilter', 'ImagePropertiesFilter'],
    ...['ServerGroupAntiAffinityFilter', 'ServerGroupAffinityFilter', 'SameHostFilter', 'DifferentHostFilter'],
  ];
  return { filter_scheduler: { enabled_filters: filters.join(',') } };
}
