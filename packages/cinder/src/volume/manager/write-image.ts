// SPDX-License-Identifier: Apache-2.0
import type { RequestContext } from '@stackport/context';
import { VolumeDriverException } from '../../errors/volume-driver.js';
import type { Image } from '../../image/glance-client.js';
import type { ImageSource, VolumeEncryption } from '../drivers/driver.js';
import type { VolumeWithParts } from './manager-repository.js';
import type { VolumeBackend } from './volume-backend.js';

/** Names of LUKS of older types: os-brick's table. */
const LUKS = new Set([
  'luks',
  'LuksEncryptor',
  'nova.volume.encryptors.luks.LuksEncryptor',
  'os_brick.encryptors.luks.LuksEncryptor',
]);

/**
 * Writes an image into a volume, encrypted where the volume is. An image of an encrypted volume is so already, with the
 * key that the volume has a copy of. Throws as the driver, and for a type whose volumes cannot be encrypted here.
 */
export async function writeImage(
  context: RequestContext,
  backend: VolumeBackend,
  { volume, image, source }: { readonly volume: VolumeWithParts; readonly image: Image; readonly source: ImageSource },
): Promise<void> {
  const { driver } = backend;
  if (volume.encryptionKeyId === null || image.cinder_encryption_key_id)
    return driver.copyImageToVolume(volume, source);
  await driver.copyImageToEncryptedVolume(volume, source, await encryptionOf(context, backend, volume));
}

/**
 * How an encrypted volume is written, with its passphrase as os-brick has it: the key in hexadecimal (upstream's
 * check_encryption_provider).
 * @throws VolumeDriverException for a type whose volumes cannot be encrypted here, KeyManagerError
 */
async function encryptionOf(
  context: RequestContext,
  backend: VolumeBackend,
  { volumeTypeId, encryptionKeyId }: VolumeWithParts,
): Promise<VolumeEncryption> {
  const { repository, keys } = backend.init;
  const encryption = await repository.getEncryption(volumeTypeId);
  if (encryption === null || encryptionKeyId === null) throw new VolumeDriverException('Invalid encryption spec.');
  const { provider, cipher, keySize } = encryption;
  if (!LUKS.has(provider)) throw new VolumeDriverException(`Provider ${provider} not supported.`);
  if (cipher === null || keySize === null)
    throw new VolumeDriverException('encryption spec must contain "cipher" and "key_size"');
  return { cipher, keySize, passphrase: (await keys.get(context, encryptionKeyId)).toString('hex') };
}
