// SPDX-License-Identifier: Apache-2.0
// A guest of a few megabytes that says on its serial port what it finds: Debian's kernel for clouds, with busybox in an initramfs.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { guestFiles } from './guest-files.mjs';

/** Modules that the guest's kernel loads, after what each depends on. */
const modules = ['virtio_pci', 'virtio_blk', 'ata_piix', 'sr_mod', 'isofs', 'button', 'evdev', 'virtio_scsi', 'sd_mod'];

/** What its kernel is to be told. */
export const commandLine = 'console=ttyS0 quiet rdinit=/init';

/**
 * What the guest does: says that it is there, what its config drive says, which disks it sees each time that they change,
 * and counts. It writes its mark to a disk that comes later, and shuts down when its power button is pressed.
 */
const init = `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs devtmpfs /dev
for module in $(cat /modules/order); do insmod /modules/$module; done
echo "GUEST started with $(cat /proc/cmdline)"
if mount -t iso9660 -o ro /dev/sr0 /mnt; then echo "GUEST read $(cat /mnt/openstack/latest/meta_data.json)"; echo "GUEST found $(find /mnt -type f | wc -l) files"; fi
for keys in /dev/input/event*; do (head -c 1 $keys > /dev/null; echo "GUEST powers off"; poweroff -f) & done
seen=; count=0
while true; do
  now=$(cd /sys/block; for disk in vd* sd*; do [ -e $disk ] && echo "$disk=$(cat $disk/size)"; done | tr '\\n' ' ')
  if [ "$now" != "$seen" ]; then echo "GUEST disks $now"; seen=$now; fi
  [ -e /dev/vdb ] && [ ! -e /marked ] && echo "written by the guest" > /dev/vdb && sync && touch /marked
  count=$((count + 1)); echo "GUEST count $count"
  sleep 0.2
done
`;

/**
 * Makes the guest's files.
 * @param {string} folder - that they are written to
 * @returns {Promise<{ kernel: string, ramdisk: string }>} their paths
 * @throws {import('./failure.mjs').Failure} when Debian's mirror cannot be reached
 */
export async function makeSmallGuest(folder) {
  const files = await guestFiles();
  const paths = await ordered(files.modules);
  const entries = new Map([
    ['init', Buffer.from(init)],
    ['bin/busybox', await readFile(files.busybox)],
    ['modules/order', Buffer.from(paths.map((path) => basename(path)).join('\n'))],
  ]);
  for (const path of paths) entries.set(`modules/${basename(path)}`, await readFile(path));
  const kernel = join(folder, 'kernel');
  const ramdisk = join(folder, 'ramdisk');
  await copyFile(files.kernel, kernel);
  await writeFile(ramdisk, cpio(['bin', 'modules', 'proc', 'sys', 'dev', 'mnt'], entries));
  return { kernel, ramdisk };
}

/** Files of the modules, each after those that it depends on. */
async function ordered(folder) {
  const all = await readdir(folder, { recursive: true });
  const paths = new Map(
    all.filter((name) => name.endsWith('.ko')).map((name) => [moduleName(basename(name, '.ko')), join(folder, name)]),
  );
  const found = [];
  const add = async (name) => {
    const path = paths.get(moduleName(name));
    if (path === undefined) throw new Error(`the kernel's package has no module ${name}`);
    if (found.includes(path)) return;
    const depends = /\0depends=([^\0]*)\0/.exec((await readFile(path)).toString('latin1'))?.[1] ?? '';
    for (const other of depends.split(',').filter((one) => one !== '')) await add(other);
    found.push(path);
  };
  for (const name of modules) await add(name);
  return found;
}

function moduleName(name) {
  return name.replaceAll('-', '_');
}

/** A cpio archive ("newc"), as the kernel unpacks it. */
function cpio(folders, files) {
  const entry = (name, mode, contents) => {
    const fields = [0, mode, 0, 0, 1, 0, contents.length, 0, 0, 0, 0, name.length + 1, 0];
    const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}${name}\0`;
    return Buffer.concat([padded(Buffer.from(head)), padded(contents)]);
  };
  return Buffer.concat([
    ...folders.map((name) => entry(name, 0o40755, Buffer.alloc(0))),
    ...[...files].map(([name, contents]) => entry(name, 0o100755, contents)),
    entry('TRAILER!!!', 0, Buffer.alloc(0)),
  ]);
}

function padded(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}
