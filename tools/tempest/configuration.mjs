// SPDX-License-Identifier: Apache-2.0
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { toIni } from '../services/ini.mjs';

/**
 * The tempest.conf for a cloud. Makes what the tests expect to be there: two images and two flavors, if it serves volumes or computes.
 * @param {import('../services/cloud.mjs').CloudSession} session - of the admin
 * @param {{ folder: string, httpImage: string, everything: boolean }} init - folder: for logs and locks; httpImage: URL of a small file for
 *   imports; everything: what the Python services' run had switched off
 * @returns {Promise<string>} the file's text
 */
export async function tempestConfiguration(session, { folder, httpImage, everything }) {
  const { cloud } = session;
  const image = session.endpoint('image');
  const compute = session.endpoint('compute');
  const volume = session.endpoint('volumev3') ?? session.endpoint('block-storage');
  const images =
    image && (compute || volume)
      ? await Promise.all(['tempest', 'tempest-alt'].map((name) => ensureImage(session, image, name)))
      : [];
  const flavors = compute ? await Promise.all([64, 128].map((ram) => ensureFlavor(session, compute, ram))) : [];
  const pools = volume ? await readPools(session, volume) : [];
  return toIni({
    DEFAULT: { log_dir: folder, log_file: 'tempest.log', debug: false },
    oslo_concurrency: { lock_path: join(folder, 'lock') },
    auth: {
      use_dynamic_credentials: true,
      create_isolated_networks: false,
      admin_username: cloud.username,
      admin_password: cloud.password,
      admin_project_name: cloud.projectName,
      admin_domain_name: cloud.domainName,
      tempest_roles: 'member',
    },
    identity: { uri_v3: cloud.authUrl, auth_version: 'v3', region: cloud.region, v3_endpoint_type: 'public' },
    'identity-feature-enabled': { api_v2: false, api_v3: true, application_credentials: true },
    image: { http_image: httpImage, build_timeout: 60 },
    'image-feature-enabled': { api_v2: true, import_image: true },
    compute: {
      image_ref: images[0],
      image_ref_alt: images[1],
      flavor_ref: flavors[0],
      flavor_ref_alt: flavors[1],
      min_compute_nodes: everything ? 2 : 1,
      min_microversion: '2.1',
      max_microversion: 'latest',
      build_timeout: 60,
      build_interval: 1,
      ready_wait: 0,
    },
    // What upstream's fake compute driver can do: the reference results are from it.
    'compute-feature-enabled': {
      ...on(
        'resize',
        'rescue',
        'pause',
        'suspend',
        'shelve',
        'change_password',
        'console_output',
        'volume_multiattach',
        'config_drive',
      ),
      ...on('disk_config', 'enable_instance_password', 'personality'),
      ...(everything ? on : off)(
        'cold_migration',
        'live_migration',
        'block_migration_for_live_migration',
        'stable_rescue',
        'snapshot',
        'swap_volume',
      ),
      ...off(
        'interface_attach',
        'vnc_console',
        'spice_console',
        'serial_console',
        'rdp_console',
        'attach_encrypted_volume',
        'metadata_service',
      ),
      scheduler_enabled_filters: 'all',
    },
    volume: {
      storage_protocol: pools[0]?.storage_protocol,
      vendor_name: pools[0]?.vendor_name,
      backend_names: pools.map(({ volume_backend_name: name }) => name).join(','),
      manage_snapshot_ref: 'source-name,snapshot-%s',
      min_microversion: '3.0',
      max_microversion: 'latest',
      build_timeout: 60,
      build_interval: 1,
    },
    'volume-feature-enabled': {
      ...on('snapshot', 'clone', 'volume_revert'),
      ...(everything ? on : off)(
        'backup',
        'multi_backend',
        'manage_volume',
        'manage_snapshot',
        'extend_attached_volume',
        'consistency_group',
      ),
      ...off('extend_attached_encrypted_volume', 'instance_locality_enabled'),
    },
    network: { shared_physical_network: false },
    'network-feature-enabled': {
      port_security: false,
      // There is no network service; with all extensions, migrations would ask it for trunks.
      ...(everything && { api_extensions: 'router,security-group' }),
    },
    validation: { run_validation: false },
    service_available: {
      glance: image !== undefined,
      nova: compute !== undefined,
      cinder: volume !== undefined,
      ...off('neutron', 'swift', 'horizon'),
    },
  });
}

const on = (...names) => Object.fromEntries(names.map((name) => [name, true]));
const off = (...names) => Object.fromEntries(names.map((name) => [name, false]));

async function ensureImage(session, endpoint, name) {
  const { images } = await session.request('GET', `${endpoint}/v2/images?name=${name}&status=active`);
  if (images.length > 0) return images[0].id;
  const body = { name, disk_format: 'raw', container_format: 'bare', visibility: 'public' };
  const { id } = await session.request('POST', `${endpoint}/v2/images`, body);
  await session.request('PUT', `${endpoint}/v2/images/${id}/file`, randomBytes(4 << 20));
  return id;
}

async function ensureFlavor(session, endpoint, ram) {
  const name = `tempest-${ram}`;
  const { flavors } = await session.request('GET', `${endpoint}/flavors`);
  const found = flavors.find((flavor) => flavor.name === name);
  return (
    found ?? (await session.request('POST', `${endpoint}/flavors`, { flavor: { name, ram, disk: 1, vcpus: 1 } })).flavor
  ).id;
}

async function readPools(session, endpoint) {
  const { pools } = await session.request('GET', `${endpoint}/scheduler-stats/get_pools?detail=true`);
  return pools.map(({ capabilities }) => capabilities);
}
