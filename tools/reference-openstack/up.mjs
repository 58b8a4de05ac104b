// SPDX-License-Identifier: Apache-2.0
// Brings up the Python services of OpenStack Zed, to compare with.
//
//   node tools/reference-openstack/up.mjs [--keystone-port N] [--glance-port N] [--admin-password P] [--workers N]
//                                         [--state-dir FOLDER]
//
// Counterpart: down.mjs. Packages are installed where they are missing (as root); daemons' packages are unpacked only,
// and the services have a MariaDB of their own.
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../services/failure.mjs';
import { defaultStateFolder, startReference } from './openstack.mjs';
import { referenceServices } from './services.mjs';

const say = (line) => console.log(`reference: ${line}`);

/** @param {import('../services/cloud.mjs').Cloud} cloud */
function cloudsYaml({ authUrl, username, password, projectName, domainName, region }) {
  return `clouds:
  reference:
    auth:
      auth_url: ${authUrl}
      username: ${username}
      password: ${password}
      project_name: ${projectName}
      user_domain_name: ${domainName}
      project_domain_name: ${domainName}
    region_name: ${region}
    identity_api_version: 3
`;
}

await runCommand('reference', async () => {
  const { values } = parseArgs({
    options: {
      ...Object.fromEntries(referenceServices.map(({ name }) => [`${name}-port`, { type: 'string' }])),
      'admin-password': { type: 'string' },
      workers: { type: 'string' },
      'state-dir': { type: 'string', default: defaultStateFolder },
    },
  });
  const stateFolder = resolve(values['state-dir']);
  const given = referenceServices.filter(({ name }) => values[`${name}-port`] !== undefined);
  const { cloud } = await startReference({
    stateFolder,
    ports: Object.fromEntries(given.map(({ name }) => [name, Number(values[`${name}-port`])])),
    password: values['admin-password'],
    workers: values.workers === undefined ? undefined : Number(values.workers),
    say,
  });
  const file = join(stateFolder, 'clouds.yaml');
  writeFileSync(file, cloudsYaml(cloud), { mode: 0o600 });
  say(`OS_CLIENT_CONFIG_FILE=${file} openstack --os-cloud reference image list`);
});
