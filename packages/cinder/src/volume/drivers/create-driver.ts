// SPDX-License-Identifier: Apache-2.0
import type { Configuration, Logger } from '@stackport/config';
import { DriverNotInitialized } from '../../errors/volume-driver.js';
import { QemuImg } from '../../image/qemu-img.js';
import { backendValues, volumeManagerOptions, volumeOptions } from '../../options/index.js';
import { declareFileDriverOptions } from '../../options/volume-drivers.js';
import type { VolumeDriver } from './driver.js';
import { FakeDriver } from './fake/fake-driver.js';
import { FileDriver } from './file/file-driver.js';
import { ImageTransfer } from './file/image-transfer.js';
import { VolumeFolder } from './file/volume-folder.js';

/** What `volume_driver` may say. */
const FAKE = new Set(['stackport.fake', 'fake', 'cinder.tests.fake_driver.FakeLoggingVolumeDriver']);
const FILE = new Set(['stackport.file', 'file']);

/** A back end of a kind that is not here: LVM and the vendors' arrays stay with Python's cinder-volume. */
export class DriverNotHere extends DriverNotInitialized {
  constructor(section: string, driver: string) {
    super();
    this.message = `[${section}] volume_driver ${driver} is not one of this service's: stackport.file, stackport.fake`;
  }
}

/**
 * The driver of a back end.
 * @param section - a name out of `enabled_backends`
 * @param host - `host@backend`
 * @throws DriverNotHere; ConfigurationError for a bad value
 */
export function createDriver(
  configuration: Configuration,
  section: string,
  host: string,
  logger: Logger,
): VolumeDriver {
  const backend = backendValues(configuration, section);
  const common = {
    backendName: backend.volume_backend_name ?? section,
    filterFunction: backend.filter_function ?? null,
    goodnessFunction: backend.goodness_function ?? null,
    logger,
  };
  if (FAKE.has(backend.volume_driver)) return new FakeDriver(common);
  if (!FILE.has(backend.volume_driver)) throw new DriverNotHere(section, backend.volume_driver);
  const options = declareFileDriverOptions(section);
  configuration.register(options);
  const values = configuration.get(options);
  const manager = configuration.get(volumeManagerOptions);
  const names = configuration.get(volumeOptions);
  return new FileDriver({
    ...common,
    folder: new VolumeFolder(values.file_volumes_dir, host),
    images: new ImageTransfer({
      qemuImg: new QemuImg({
        cpu: manager.image_conversion_cpu_limit,
        addressSpace: manager.image_conversion_address_space_limit,
      }),
      conversionFolder: manager.image_conversion_dir,
      backend: host,
      isConversionDisabled: manager.image_conversion_disable,
      allowedVmdkTypes: manager.vmdk_allowed_types,
      logger,
    }),
    names: { volume: names.volume_name_template, snapshot: names.snapshot_name_template },
    reservedPercentage: backend.reserved_percentage,
    maxOverSubscriptionRatio: backend.max_over_subscription_ratio,
    isThin: backend.nas_volume_prov_type === 'thin',
    allowsMultiattach: values.file_multiattach,
  });
}
