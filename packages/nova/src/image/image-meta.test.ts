// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { objectOf } from '../object-values.js';
import { objectTypes } from '../objects/object-types.js';
import { recordedMessages } from '../rpc/recorded-messages.js';
import { imageMetaFrom, imageMetaOfInstance } from './image-meta.js';
import { propertyTypes } from './image-property-types.js';
import { imagePropertiesFrom } from './image-properties.js';
import { imageOfSystemMetadata, inheritedImage, systemMetadataOfImage } from './system-metadata.js';

interface BuildArguments {
  readonly image: { readonly properties: Readonly<Record<string, string>> };
  readonly build_requests: readonly [
    {
      readonly 'nova_object.data': {
        readonly instance: {
          readonly 'nova_object.data': { readonly system_metadata: Readonly<Record<string, string>> };
        };
      };
    },
  ];
  readonly request_specs: readonly [
    { readonly 'nova_object.data': { readonly image: { readonly 'nova_object.data': object } } },
  ];
}

function recordedBuild(): BuildArguments {
  const found = recordedMessages().find(({ message }) => message.method === 'schedule_and_build_instances');
  if (found === undefined) throw new Error('no build was recorded');
  return found.message.args as BuildArguments;
}

describe('imageMetaFrom', () => {
  it('makes the object that Python’s nova made of the same image', () => {
    const { image, request_specs: specs } = recordedBuild();
    const made = objectOf('ImageMeta', imageMetaFrom(image));
    expect(made['nova_object.data']).toEqual(specs[0]['nova_object.data'].image['nova_object.data']);
  });

  it('has empty values where the Image service has null', () => {
    expect(imageMetaFrom({ name: null, checksum: null, owner: null, size: null, disk_format: null })).toEqual({
      name: '',
      checksum: '',
      owner: '',
      size: 0,
      disk_format: '',
      properties: {},
    });
    expect(imageMetaFrom(null)).toEqual({ properties: {} });
  });
});

describe('imagePropertiesFrom', () => {
  it('knows the fields of the object', () => {
    const fields = Object.keys(objectTypes.ImageMetaProps.fields);
    const known = [...Object.keys(propertyTypes), 'hw_numa_cpus', 'hw_numa_mem', 'traits_required'];
    expect(known.sort()).toEqual(fields.sort());
  });

  it('reads values, and drops what it does not know', () => {
    expect(
      imagePropertiesFrom({
        hw_boot_menu: 'Yes',
        hw_cpu_cores: ' 4 ',
        hw_qemu_guest_agent: 'no',
        hw_machine_type: 'q35',
        hw_architecture: 'AMD64',
        hw_vif_model: 'VirtualE1000',
        hw_scsi_model: 'lsiLogicSAS',
        os_type: 'Linux',
        hw_vm_mode: 'hv',
        img_hv_type: 'XAPI',
        img_hv_requested_version: '>=2.6, <3.0',
        my_own: 'x',
        'hw_numa_mem.0': '512',
        'hw_numa_mem.1': '1024',
        'hw_numa_mem.3': '1',
        'hw_numa_cpus.0': '0-2,^1',
        'hw_numa_cpus.1': '1,3',
        'trait:HW_CPU_X86_AVX2': 'required',
        'trait:CUSTOM_X': 'forbidden',
        block_device_mapping: [{ device_name: 'vda', boot_index: 0, delete_on_termination: true, tag: null }],
      }),
    ).toEqual({
      hw_boot_menu: true,
      hw_cpu_cores: 4,
      hw_qemu_guest_agent: false,
      hw_machine_type: 'q35',
      hw_architecture: 'x86_64',
      hw_vif_model: 'e1000',
      hw_scsi_model: 'lsisas1068',
      os_type: 'linux',
      hw_vm_mode: 'hvm',
      img_hv_type: 'xen',
      img_hv_requested_version: '>=2.6, <3.0',
      hw_numa_mem: [512, 1024],
      hw_numa_cpus: [
        [0, 2],
        [1, 3],
      ],
      traits_required: ['HW_CPU_X86_AVX2'],
      img_block_device_mapping: [{ device_name: 'vda', boot_index: '0', delete_on_termination: 'True', tag: null }],
    });
  });

  it('takes an old name for the one of today, which is the stronger', () => {
    expect(imagePropertiesFrom({ architecture: 'i386', hypervisor_type: 'qemu' })).toEqual({
      hw_architecture: 'i686',
      img_hv_type: 'qemu',
    });
    expect(imagePropertiesFrom({ architecture: 'i386', hw_architecture: 'ppc64' })).toEqual({
      hw_architecture: 'ppc64',
    });
    expect(imagePropertiesFrom({ vmware_adaptertype: 'ide' })).toEqual({ hw_disk_bus: 'ide' });
    expect(imagePropertiesFrom({ vmware_adaptertype: 'paraVirtual' })).toEqual({
      hw_disk_bus: 'scsi',
      hw_scsi_model: 'vmpvscsi',
    });
  });

  it.each([
    [{ hw_disk_bus: 'floppy' }, 'Field value floppy is invalid'],
    [{ hw_disk_bus: 'IDE' }, 'Field value IDE is invalid'],
    [{ hw_cpu_cores: 'many' }, "invalid literal for int() with base 10: 'many'"],
    [{ 'hw_numa_mem.0': '1.5' }, "invalid literal for int() with base 10: '1.5'"],
    [{ hw_machine_type: null }, "Field `hw_machine_type' cannot be None"],
    [{ img_hv_requested_version: 'new' }, 'Version new is not a valid predicate in field img_hv_requested_version'],
    [{ img_hv_requested_version: '>=2' }, 'Version >=2 is not a valid predicate in field img_hv_requested_version'],
    [{ img_mappings: 'text' }, 'A list is required in field img_mappings, not a str'],
    [{ img_mappings: [1] }, 'A dict is required in field img_mappings[0], not a int'],
    [{ hw_boot_menu: null }, "Field `hw_boot_menu' cannot be None"],
    [{ architecture: 'vax' }, "Architecture name 'vax' is not valid"],
    [{ vm_mode: 'x' }, "Virtual machine mode 'x' is not valid"],
    [{ img_hv_type: 'x' }, "Hypervisor virt type 'x' is not valid"],
  ])('%j is refused', (properties, error) => {
    expect(() => imagePropertiesFrom(properties)).toThrow(`Invalid image metadata. Error: ${error}`);
  });
});

describe('system metadata', () => {
  it('are those that Python’s nova wrote for the same image and flavor', () => {
    const { image, build_requests: requests } = recordedBuild();
    const { system_metadata: recorded } = requests[0]['nova_object.data'].instance['nova_object.data'];
    const { image_base_image_ref, owner_user_name, owner_project_name, ...ofImage } = recorded;
    expect(systemMetadataOfImage(image, { root_gb: 1 })).toEqual(ofImage);
    expect([image_base_image_ref, owner_user_name, owner_project_name]).not.toContain(undefined);
  });

  it('say how large the disk has to be', () => {
    const metadata = (image: object, root?: number) =>
      systemMetadataOfImage(image, root === undefined ? undefined : { root_gb: root }).image_min_disk;
    expect(metadata({ min_disk: 5 }, 3)).toBe('5');
    expect(metadata({ min_disk: 5, disk_format: 'vhd' }, 3)).toBe('3');
    expect(metadata({ min_disk: 5 })).toBe('5');
    expect(metadata({})).toBeUndefined();
  });

  it('are cut to what a column takes, at a whole character', () => {
    const { image_long: long, ...rest } = systemMetadataOfImage({
      properties: { long: `${'a'.repeat(254)}é`, mappings: [{}], nothing: null },
    });
    expect(long).toBe('a'.repeat(254));
    expect(rest).toEqual({ image_nothing: 'None' });
  });

  it('are an image again', () => {
    const metadata = { image_min_ram: '64', image_disk_format: 'raw', image_hw_disk_bus: 'ide', image_mappings: '[]' };
    expect(imageOfSystemMetadata(metadata)).toEqual({
      min_ram: '64',
      disk_format: 'raw',
      properties: { hw_disk_bus: 'ide' },
    });
    expect(imageMetaOfInstance({ image_ref: 'i', system_metadata: metadata })).toEqual({
      id: 'i',
      min_ram: 64,
      disk_format: 'raw',
      properties: { hw_disk_bus: 'ide' },
    });
    expect(imageMetaOfInstance({ image_ref: '', system_metadata: {} })).toEqual({ properties: {} });
  });

  it('leave to a snapshot what it may take over', () => {
    const metadata = {
      image_min_disk: '1',
      image_hw_disk_bus: 'ide',
      image_img_signature: 'x',
      image_os_glance_importing: 'y',
      image_cache_in_nova: 'true',
    };
    expect(inheritedImage(metadata, ['cache_in_nova'])).toEqual({
      min_disk: '1',
      properties: { hw_disk_bus: 'ide' },
    });
  });
});
