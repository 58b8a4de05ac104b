// SPDX-License-Identifier: Apache-2.0
import { Invalid } from '../../errors/base.js';
import {
  FlavorImageConflict,
  ImagePCINUMAPolicyForbidden,
  InvalidMachineType,
  InvalidPCINUMAAffinity,
} from '../../errors/hardware.js';
import {
  checkedValue,
  type FlavorAndImage,
  nameOf,
  settingOf,
  switchSetting,
  textSetting,
} from './flavor-and-image.js';

const FORMATS = ['plain', 'luks', 'luksv2'];
const PCI_POLICIES = ['required', 'legacy', 'preferred', 'socket'];

/** Whether the memory of guests is encrypted. Throws `FlavorImageConflict`, `InvalidMachineType` (virt/hardware.py). */
export function wantsMemoryEncryption(from: FlavorAndImage): boolean {
  if (!switchSetting(from, 'mem_encryption')) return false;
  const properties = from.image?.properties ?? {};
  const { flavor, image } = settingOf(from, 'mem_encryption');
  if (properties.hw_firmware_type !== 'uefi') {
    const requesters = [
      ...(flavor === undefined ? [] : [`hw:mem_encryption extra spec in ${from.flavor.name} flavor`]),
      ...(image === undefined ? [] : [`hw_mem_encryption property of image ${from.image?.id ?? 'None'}`]),
    ];
    throw new FlavorImageConflict(
      `Memory encryption requested by ${requesters.join(' and ')} but image ${nameOf(from.image)} doesn't have ` +
        "'hw_firmware_type' property set to 'uefi'",
    );
  }
  const machine = properties.hw_machine_type;
  if (typeof machine === 'string' && !machine.includes('q35'))
    throw new InvalidMachineType(
      machine,
      nameOf(from.image),
      from.image?.id ?? 'None',
      'q35 type is required for SEV to work',
    );
  return true;
}

/** The trait of a host with the TPM that is asked for. Throws `FlavorImageConflict`, `Invalid`. */
export function tpmTraitOf(from: FlavorAndImage): string | undefined {
  const version = checkedValue('TPM version', textSetting(from, 'tpm_version'), ['1.2', '2.0']);
  if (version === undefined) return undefined;
  const model = checkedValue('TPM model', textSetting(from, 'tpm_model'), ['tpm-tis', 'tpm-crb']);
  if (model === 'tpm-crb' && version !== '2.0') throw new Invalid('TPM model CRB is only valid with TPM version 2.0.');
  return version === '1.2' ? 'COMPUTE_SECURITY_TPM_1_2' : 'COMPUTE_SECURITY_TPM_2_0';
}

/** Throws `FlavorImageConflict`, `Invalid`. */
export function needsSecureBoot(from: FlavorAndImage): boolean {
  const policy = textSetting(from, 'secure_boot', 'os');
  return checkedValue('secure boot policy', policy, ['required', 'disabled', 'optional']) === 'required';
}

/** Whether PCI devices have to be at the guest's socket. Throws `ImagePCINUMAPolicyForbidden`, `InvalidPCINUMAAffinity`. */
export function needsPciAtSocket(from: FlavorAndImage): boolean {
  const setting = settingOf(from, 'pci_numa_affinity_policy');
  const image = typeof setting.image === 'string' && setting.image !== '' ? setting.image : undefined;
  const flavor = setting.flavor === '' ? undefined : setting.flavor;
  if (flavor !== undefined && image !== undefined && flavor !== image) throw new ImagePCINUMAPolicyForbidden();
  const policy = flavor ?? image;
  if (policy !== undefined && !PCI_POLICIES.includes(policy)) throw new InvalidPCINUMAAffinity(policy);
  return policy === 'socket';
}

/** Resource classes of persistent memory, by their amounts: `hw:pmem=big,big,small`. */
export function persistentMemoryOf({ flavor }: FlavorAndImage): ReadonlyMap<string, number> {
  const labels = (flavor.extra_specs?.['hw:pmem'] ?? '').split(',').map((label) => label.trim());
  const amounts = new Map<string, number>();
  for (const label of labels.filter((one) => one !== '')) {
    const name = `CUSTOM_PMEM_NAMESPACE_${label.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
    amounts.set(name, (amounts.get(name) ?? 0) + 1);
  }
  return amounts;
}

/** The traits of hosts that encrypt local disks as asked for; none where it is not. Throws `FlavorImageConflict`, `Invalid`. */
export function ephemeralEncryptionTraitsOf(from: FlavorAndImage): readonly string[] {
  if (!switchSetting(from, 'ephemeral_encryption', 'hw_eph_encryption')) return [];
  const format = textSetting(from, 'ephemeral_encryption_format');
  if (format !== undefined && !FORMATS.includes(format))
    throw new Invalid(`Invalid ephemeral encryption format ${format}. Allowed values: ${FORMATS.join(', ')}`);
  const trait = 'COMPUTE_EPHEMERAL_ENCRYPTION';
  return [trait, ...(format === undefined ? [] : [`${trait}_${format.toUpperCase()}`])];
}
