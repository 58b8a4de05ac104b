// SPDX-License-Identifier: Apache-2.0
// Brings up what tests need: RabbitMQ and MariaDB at their usual ports. What is there already is used.
//
//   node tools/services/up.mjs [--clients] [--tempest]
//
//   --clients   also Debian's openstack client, oslo.messaging, the code of cinder, nova and keystone, QEMU and what a small guest
//               of it is made of, and the stock files of glance-common
//   --tempest   also Debian's tempest
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { composeUp, hasContainerEngine } from './compose.mjs';
import { installPackages, unpackPackage } from './debian.mjs';
import { Failure, runCommand } from './failure.mjs';
import { guestFiles } from './guest-files.mjs';
import { openMariadb } from './installed-mariadb.mjs';
import { mariadbAddress, probeMariadb, startMariadb } from './mariadb.mjs';
import { cache } from './paths.mjs';
import { probeRabbitmq, rabbitmqAddress, startRabbitmq } from './rabbitmq.mjs';

const services = [
  {
    name: 'rabbitmq',
    title: 'RabbitMQ',
    package: 'rabbitmq-server',
    address: rabbitmqAddress,
    probe: probeRabbitmq,
    start: startRabbitmq,
    credentials: 'guest/guest',
    open: async () => {},
    remedy: 'Run: sudo rabbitmqctl add_user guest guest; sudo rabbitmqctl set_permissions guest ".*" ".*" ".*"',
  },
  {
    name: 'mariadb',
    title: 'MariaDB',
    package: 'mariadb-server',
    address: mariadbAddress,
    probe: probeMariadb,
    start: startMariadb,
    credentials: 'root without a password',
    open: openMariadb,
    remedy:
      'Stop it, so that one for the tests can start, or run: sudo mariadb -e "ALTER USER root@localhost IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD(\'\')"',
  },
];

/** The packages of `--clients` that are installed, and those of which only the files are wanted. */
const clientPackages = [
  'python3-openstackclient',
  'python3-oslo.messaging',
  'python3-cinder',
  'python3-nova',
  'python3-keystone',
  'python3-pymysql',
  'qemu-system-x86',
  'qemu-utils',
];
const stockPackages = ['glance-common'];

const say = (line) => console.log(`services: ${line}`);

/**
 * Brings one service up: the one that runs, else a container, else Debian's package with its data in the repo's cache.
 * @param {typeof services[number]} service
 */
async function bringUp(service) {
  const where = `${service.address.host}:${service.address.port}`;
  let state = await service.probe();
  if (state === 'absent') {
    if (await hasContainerEngine()) {
      say(`${service.title}: starting a container`);
      await composeUp(service.name);
    } else {
      const installed = await installPackages([service.package], say);
      // On a machine with an init system the installation has started it, with the package's own idea of who may enter.
      if (installed.length > 0 && (await service.probe()) === 'refused') await service.open();
      if ((await service.probe()) === 'absent') {
        say(`${service.title}: starting Debian's at ${where}`);
        await service.start({ folder: join(cache, 'services', service.name), port: service.address.port });
      }
    }
    state = await service.probe();
  }
  if (state !== 'ready')
    throw new Failure(`${service.title} at ${where} does not let in ${service.credentials}`, service.remedy);
  say(`${service.title} ready at ${where}`);
}

async function main() {
  const { values } = parseArgs({ options: { clients: { type: 'boolean' }, tempest: { type: 'boolean' } } });
  // One after the other where something has to be installed: apt-get takes a lock.
  for (const service of services) await bringUp(service);
  const packages = [...(values.clients ? clientPackages : []), ...(values.tempest ? ['tempest'] : [])];
  await installPackages(packages, say);
  if (packages.length > 0) say(`installed: ${packages.join(', ')}`);
  if (values.clients) {
    for (const name of stockPackages) await unpackPackage(name, say);
    say(`stock files: ${stockPackages.join(', ')}`);
    const { kernel } = await guestFiles(say);
    say(`a kernel for guests: ${basename(kernel)}`);
  }
}

await runCommand('services', main);
