// SPDX-License-Identifier: Apache-2.0

/** Traits of hosts by what images may ask for (os-traits 2.9.0): the prefix, and the words that may follow it. */
const IMAGE_TYPES = 'AKI AMI ARI ISO QCOW2 RAW VDI VHD VHDX VMDK PLOOP';
const STORAGE_BUSES = 'FDC IDE LXC SATA SCSI USB VIRTIO UML XEN';
const PROPERTIES: readonly (readonly [property: string, prefix: string, words: string])[] = [
  ['hw_cdrom_bus', 'COMPUTE_STORAGE_BUS', STORAGE_BUSES],
  ['hw_disk_bus', 'COMPUTE_STORAGE_BUS', STORAGE_BUSES],
  ['hw_video_model', 'COMPUTE_GRAPHICS_MODEL', 'BOCHS CIRRUS GOP NONE QXL VGA VIRTIO VMVGA XEN'],
  [
    'hw_vif_model',
    'COMPUTE_NET_VIF_MODEL',
    'E1000 E1000E LAN9118 NETFRONT NE2K_PCI PCNET RTL8139 SPAPR_VLAN SRIOV VIRTIO VMXNET VMXNET3',
  ],
  [
    'hw_architecture',
    'HW_ARCH',
    'ALPHA ARMV6 ARMV7 ARMV7B AARCH64 CRIS I686 IA64 LM32 M68K MICROBLAZE MICROBLAZEEL MIPS MIPSEL MIPS64 MIPS64EL ' +
      'OPENRISC PARISC PARISC64 PPC PPCLE PPC64 PPC64LE PPCEMB S390 S390X SH4 SH4EB SPARC SPARC64 UNICORE32 X86_64 ' +
      'XTENSA XTENSAEB',
  ],
  ['hw_emulation_architecture', 'COMPUTE_ARCH', 'AARCH64 PPC64LE MIPSEL S390X RISCV64 X86_64'],
  ['hw_viommu_model', 'COMPUTE_VIOMMU', 'MODEL_INTEL MODEL_SMMUV3 MODEL_VIRTIO MODEL_AUTO'],
];

/** The trait of hosts that take images of a format; undefined where there is none. */
export function imageTypeTraitOf(format: string): string | undefined {
  return traitOf('COMPUTE_IMAGE_TYPE', IMAGE_TYPES, format);
}

/** The traits that an image's properties need, and the first name that is none. */
export function imageTraitsOf(properties: Readonly<Record<string, unknown>>): {
  readonly traits: readonly string[];
  readonly unknown: string | undefined;
} {
  const traits: string[] = [];
  for (const [property, prefix, words] of PROPERTIES) {
    const value = properties[property];
    if (typeof value !== 'string') continue;
    const trait = traitOf(prefix, words, value);
    if (trait === undefined) return { traits: [], unknown: `${prefix}_${wordOf(value)}` };
    traits.push(trait);
  }
  return { traits, unknown: undefined };
}

function traitOf(prefix: string, words: string, value: string): string | undefined {
  const word = wordOf(value);
  return words.split(' ').includes(word) ? `${prefix}_${word}` : undefined;
}

function wordOf(value: string): string {
  return value.replaceAll('-', '_').toUpperCase();
}
