// SPDX-License-Identifier: Apache-2.0

/** Architectures of processors, as libvirt names them (nova 26, virt/arch.py). */
export const ARCHITECTURES = [
  'alpha',
  'armv6',
  'armv7l',
  'armv7b',
  'aarch64',
  'cris',
  'i686',
  'ia64',
  'lm32',
  'm68k',
  'microblaze',
  'microblazeel',
  'mips',
  'mipsel',
  'mips64',
  'mips64el',
  'openrisc',
  'parisc',
  'parisc64',
  'ppc',
  'ppcle',
  'ppc64',
  'ppc64le',
  'ppcemb',
  's390',
  's390x',
  'sh4',
  'sh4eb',
  'sparc',
  'sparc64',
  'unicore32',
  'x86_64',
  'xtensa',
  'xtensaeb',
] as const;

const OTHER_ARCHITECTURES: Readonly<Record<string, string>> = {
  i386: 'i686',
  i486: 'i686',
  i586: 'i686',
  x86_32: 'i686',
  x86_32p: 'i686',
  amd64: 'x86_64',
};
const OTHER_MODES: Readonly<Record<string, string>> = { pv: 'xen', hv: 'hvm', baremetal: 'hvm' };

/** Names in the one form of which there are several (nova 26, objects/fields.py); undefined stays so. */
export function architectureOf(name: unknown): string | undefined {
  return canonical(name, OTHER_ARCHITECTURES);
}

export function hypervisorTypeOf(name: unknown): string | undefined {
  return canonical(name, { xapi: 'xen' });
}

export function virtualMachineModeOf(name: unknown): string | undefined {
  return canonical(name, OTHER_MODES);
}

function canonical(name: unknown, others: Readonly<Record<string, string>>): string | undefined {
  if (typeof name !== 'string' || name === '') return undefined;
  const lower = name.toLowerCase();
  return Object.hasOwn(others, lower) ? others[lower] : lower;
}
