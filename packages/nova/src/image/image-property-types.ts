// SPDX-License-Identifier: Apache-2.0

/** How a property's value is read. `choice` says it in lower case first where upstream does. */
export type PropertyType =
  | { readonly kind: 'text' | 'boolean' | 'integer' | 'dictionaries' | 'version' }
  | {
      readonly kind: 'choice';
      readonly values: readonly string[];
      /** Other words for some of them; the word is lower-cased then. */
      readonly synonyms?: Readonly<Record<string, string>>;
      /** What an error calls it: `Architecture name`. */
      readonly noun?: string;
    };

const text = { kind: 'text' } as const;
const boolean = { kind: 'boolean' } as const;
const integer = { kind: 'integer' } as const;
const dictionaries = { kind: 'dictionaries' } as const;

/** Words of a space-separated text. */
function choice(values: string, synonyms?: Readonly<Record<string, string>>, noun?: string): PropertyType {
  return {
    kind: 'choice',
    values: values.split(/\s+/),
    ...(synonyms === undefined ? {} : { synonyms }),
    ...(noun === undefined ? {} : { noun }),
  };
}

const architecture = choice(
  'alpha armv6 armv7l armv7b aarch64 cris i686 ia64 lm32 m68k microblaze microblazeel mips mipsel mips64 mips64el ' +
    'openrisc parisc parisc64 ppc ppcle ppc64 ppc64le ppcemb s390 s390x sh4 sh4eb sparc sparc64 unicore32 x86_64 ' +
    'xtensa xtensaeb',
  { i386: 'i686', i486: 'i686', i586: 'i686', x86_32: 'i686', x86_32p: 'i686', amd64: 'x86_64' },
  'Architecture name',
);
const diskBus = choice('fdc ide sata scsi usb virtio xen lxc uml');

/** Properties that nova reads, beside those of NUMA nodes and traits (nova 26, objects/image_meta.py, ImageMetaProps 1.34). */
export const propertyTypes = {
  hw_architecture: architecture,
  hw_auto_disk_config: text,
  hw_boot_menu: boolean,
  hw_cdrom_bus: diskBus,
  hw_cpu_cores: integer,
  hw_cpu_max_cores: integer,
  hw_cpu_max_sockets: integer,
  hw_cpu_max_threads: integer,
  hw_cpu_policy: choice('dedicated shared mixed'),
  hw_cpu_realtime_mask: text,
  hw_cpu_sockets: integer,
  hw_cpu_thread_policy: choice('prefer isolate require'),
  hw_cpu_threads: integer,
  hw_device_id: integer,
  hw_disk_bus: diskBus,
  hw_disk_type: text,
  hw_emulation_architecture: architecture,
  hw_ephemeral_encryption: boolean,
  hw_ephemeral_encryption_format: choice('plain luks luksv2'),
  hw_firmware_type: choice('uefi bios'),
  hw_floppy_bus: diskBus,
  hw_input_bus: choice('usb virtio'),
  hw_ipxe_boot: boolean,
  hw_locked_memory: boolean,
  hw_machine_type: text,
  hw_mem_encryption: boolean,
  hw_mem_page_size: text,
  hw_numa_nodes: integer,
  hw_pci_numa_affinity_policy: choice('required legacy preferred socket'),
  hw_pmu: boolean,
  hw_pointer_model: choice('usbtablet'),
  hw_qemu_guest_agent: boolean,
  hw_rescue_bus: diskBus,
  hw_rescue_device: choice('cdrom disk floppy fs lun'),
  hw_rng_model: choice('virtio'),
  hw_scsi_model: choice('buslogic ibmvscsi lsilogic lsisas1068 lsisas1078 virtio-scsi vmpvscsi', {
    lsilogicsas: 'lsisas1068',
    paravirtual: 'vmpvscsi',
  }),
  hw_serial_port_count: integer,
  hw_time_hpet: boolean,
  hw_tpm_model: choice('tpm-tis tpm-crb'),
  hw_tpm_version: choice('1.2 2.0'),
  hw_video_model: choice('cirrus qxl vga vmvga xen virtio gop none bochs'),
  hw_video_ram: integer,
  hw_vif_model: choice('virtio ne2k_pci pcnet rtl8139 e1000 e1000e netfront spapr-vlan lan9118 sriov vmxnet vmxnet3', {
    virtuale1000: 'e1000',
    virtuale1000e: 'e1000e',
    virtualpcnet32: 'pcnet',
    virtualsriovethernetcard: 'sriov',
    virtualvmxnet: 'vmxnet',
    virtualvmxnet3: 'vmxnet3',
  }),
  hw_vif_multiqueue_enabled: boolean,
  hw_viommu_model: choice('intel smmuv3 virtio auto'),
  hw_vm_mode: choice('hvm xen uml exe', { pv: 'xen', hv: 'hvm', baremetal: 'hvm' }, 'Virtual machine mode'),
  hw_watchdog_action: choice('none pause poweroff reset disabled'),
  img_bdm_v2: boolean,
  img_bittorrent: boolean,
  img_block_device_mapping: dictionaries,
  img_cache_in_nova: boolean,
  img_compression_level: integer,
  img_config_drive: choice('optional mandatory'),
  img_hide_hypervisor_id: boolean,
  img_hv_requested_version: { kind: 'version' },
  img_hv_type: choice(
    'baremetal bhyve docker fake hyperv ironic kqemu kvm lxc lxd openvz parallels phyp qemu test uml vbox vz vmware xen ' +
      'zvm prsm',
    { xapi: 'xen' },
    'Hypervisor virt type',
  ),
  img_linked_clone: boolean,
  img_mappings: dictionaries,
  img_owner_id: text,
  img_root_device_name: text,
  img_signature: text,
  img_signature_certificate_uuid: text,
  img_signature_hash_method: choice('SHA-224 SHA-256 SHA-384 SHA-512'),
  img_signature_key_type: choice(
    'DSA ECC_SECP384R1 ECC_SECP521R1 ECC_SECT409K1 ECC_SECT409R1 ECC_SECT571K1 ECC_SECT571R1 RSA-PSS',
  ),
  img_use_agent: boolean,
  img_version: integer,
  os_admin_user: text,
  os_command_line: text,
  os_distro: text,
  os_require_quiesce: boolean,
  os_secure_boot: choice('required disabled optional'),
  os_skip_agent_inject_files_at_boot: boolean,
  os_skip_agent_inject_ssh: boolean,
  os_type: choice('linux windows', {}),
} as const satisfies Readonly<Record<string, PropertyType>>;

/** Names that properties had before; today's name is the stronger where an image has both. */
export const oldPropertyNames: Readonly<Record<string, keyof typeof propertyTypes>> = {
  architecture: 'hw_architecture',
  owner_id: 'img_owner_id',
  vmware_disktype: 'hw_disk_type',
  vmware_image_version: 'img_version',
  vmware_ostype: 'os_distro',
  auto_disk_config: 'hw_auto_disk_config',
  ipxe_boot: 'hw_ipxe_boot',
  xenapi_device_id: 'hw_device_id',
  xenapi_image_compression_level: 'img_compression_level',
  vmware_linked_clone: 'img_linked_clone',
  xenapi_use_agent: 'img_use_agent',
  xenapi_skip_agent_inject_ssh: 'os_skip_agent_inject_ssh',
  xenapi_skip_agent_inject_files_at_boot: 'os_skip_agent_inject_files_at_boot',
  cache_in_nova: 'img_cache_in_nova',
  vm_mode: 'hw_vm_mode',
  bittorrent: 'img_bittorrent',
  mappings: 'img_mappings',
  block_device_mapping: 'img_block_device_mapping',
  bdm_v2: 'img_bdm_v2',
  root_device_name: 'img_root_device_name',
  hypervisor_version_requires: 'img_hv_requested_version',
  hypervisor_type: 'img_hv_type',
};
