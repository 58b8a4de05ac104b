// SPDX-License-Identifier: Apache-2.0
import { Forbidden, Invalid, NovaError } from './base.js';

const tuple = (values: readonly string[]): string => `(${values.map((value) => `'${value}'`).join(', ')})`;

/** A flavor and an image ask for what cannot both be. */
export class FlavorImageConflict extends NovaError {}

export class ImageCPUPinningForbidden extends Forbidden {
  constructor() {
    super("Image property 'hw_cpu_policy' is not permitted to override CPU pinning policy set against the flavor");
  }
}

export class ImageCPUThreadPolicyForbidden extends Forbidden {
  constructor() {
    super(
      "Image property 'hw_cpu_thread_policy' is not permitted to override CPU thread pinning policy set against the flavor",
    );
  }
}

export class ImagePCINUMAPolicyForbidden extends Forbidden {
  constructor() {
    super(
      "Image property 'hw_pci_numa_affinity_policy' is not permitted to override the 'hw:pci_numa_affinity_policy' flavor extra spec.",
    );
  }
}

export class InvalidCPUAllocationPolicy extends Invalid {
  constructor(source: string, requested: string, available: readonly string[]) {
    super(`CPU policy requested from '${source}' is invalid, given: '${requested}', available: '${tuple(available)}'.`);
  }
}

export class InvalidCPUThreadAllocationPolicy extends Invalid {
  constructor(source: string, requested: string, available: readonly string[]) {
    super(
      `CPU thread policy requested from '${source}' is invalid, given: '${requested}', available: '${tuple(available)}'.`,
    );
  }
}

export class InvalidEmulatorThreadsPolicy extends Invalid {
  constructor(requested: string, available: readonly string[]) {
    super(`CPU emulator threads option requested is invalid, given: '${requested}', available: '${tuple(available)}'.`);
  }
}

export class InvalidPCINUMAAffinity extends Invalid {
  constructor(policy: string) {
    super(`Invalid PCI NUMA affinity configured: ${policy}`);
  }
}

export class InvalidMixedInstanceDedicatedMask extends Invalid {
  constructor(
    message = "Mixed instance must have at least 1 pinned vCPU and 1 unpinned vCPU. See 'hw:cpu_dedicated_mask'.",
  ) {
    super(message);
  }
}

export class RealtimeMaskNotFoundOrInvalid extends Invalid {
  constructor(
    message = 'Use of realtime CPUs requires either one or more non-realtime CPU(s) or offloaded emulator threads.',
  ) {
    super(message);
  }
}

export class InvalidMachineType extends Invalid {
  constructor(type: string, imageName: string, imageId: string, reason: string) {
    super(`Machine type '${type}' is not compatible with image ${imageName} (${imageId}): ${reason}`);
  }
}
