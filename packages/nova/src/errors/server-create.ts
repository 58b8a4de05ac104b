// SPDX-License-Identifier: Apache-2.0
import { Conflict, Forbidden, Invalid } from './base.js';
import { InvalidBDM } from './instances.js';

/** What a request for servers asks for does not fit together. */
export class InvalidRequest extends Invalid {}

export class InvalidBDMFormat extends InvalidBDM {
  constructor(details: string) {
    super(`Block Device Mapping is Invalid: ${details}`);
  }
}

export class InvalidBDMBootSequence extends InvalidBDM {
  constructor() {
    super(
      'Block Device Mapping is Invalid: Boot sequence for the instance and image/block device mapping combination is not valid.',
    );
  }
}

export class InvalidBDMEphemeralSize extends InvalidBDM {
  constructor() {
    super(
      'Ephemeral disks requested are larger than the instance type allows. If no size is given in one block device mapping, flavor ephemeral size will be used.',
    );
  }
}

export class InvalidBDMSwapSize extends InvalidBDM {
  constructor() {
    super('Swap drive requested is larger than instance type allows.');
  }
}

export class InvalidBDMLocalsLimit extends InvalidBDM {
  constructor() {
    super('Block Device Mapping is Invalid: You specified more local devices than the limit allows');
  }
}

/** Upstream's text says no more. */
export class InvalidBDMDiskBus extends InvalidBDM {}

export class InvalidBDMVolume extends InvalidBDM {
  constructor(id: string) {
    super(`Block Device Mapping is Invalid: failed to get volume ${id}.`);
  }
}

export class InvalidBDMSnapshot extends InvalidBDM {
  constructor(id: string) {
    super(`Block Device Mapping is Invalid: failed to get snapshot ${id}.`);
  }
}

export class InvalidBDMVolumeNotBootable extends InvalidBDM {
  constructor(id: string) {
    super(`Block Device ${id} is not bootable.`);
  }
}

export class ImageNotActive extends Invalid {
  constructor(id: string) {
    super(`Image ${id} is not active.`);
  }
}

export class FlavorMemoryTooSmall extends Invalid {
  constructor() {
    super("Flavor's memory is too small for requested image.");
  }
}

/** Sizes in bytes. */
export class FlavorDiskSmallerThanImage extends Invalid {
  constructor(flavorSize: number, imageSize: number) {
    super(
      `Flavor's disk is too small for requested image. Flavor disk is ${flavorSize} bytes, image is ${imageSize} bytes.`,
    );
  }
}

/** Sizes in bytes. */
export class FlavorDiskSmallerThanMinDisk extends Invalid {
  constructor(flavorSize: number, minimum: number) {
    super(
      "Flavor's disk is smaller than the minimum size specified in image metadata. " +
        `Flavor disk is ${flavorSize} bytes, minimum size is ${minimum} bytes.`,
    );
  }
}

/** Sizes in bytes. */
export class VolumeSmallerThanMinDisk extends Invalid {
  constructor(volumeSize: number, minimum: number) {
    super(
      'Volume is smaller than the minimum size specified in image metadata. ' +
        `Volume size is ${volumeSize} bytes, minimum size is ${minimum} bytes.`,
    );
  }
}

export class BootFromVolumeRequiredForZeroDiskFlavor extends Forbidden {
  constructor(options?: ErrorOptions) {
    super('Only volume-backed servers are allowed for flavors with zero disk.', options);
  }
}

export class AmbiguousHostnameForMultipleInstances extends Invalid {
  constructor() {
    super('Unable to allocate a single hostname to multiple instances');
  }
}

export class InstanceExists extends Conflict {
  constructor(name: string) {
    super(`Instance ${name} already exists.`);
  }
}

export class AutoDiskConfigDisabledByImage extends Invalid {
  constructor(image: string) {
    super(`Requested image ${image} has automatic disk resize disabled.`);
  }
}

/** What a request names is a wrong request, and not a thing that is not there. */
export class InvalidReference extends Invalid {}
