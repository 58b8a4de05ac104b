// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[stackport_qemu]`: ours, for hosts that run guests with QEMU. */
export const qemuHostOptions = declareOptions('stackport_qemu', {
  acceleration: option.choice(
    {
      auto: 'KVM where a guest of its own starts with it in time, TCG otherwise.',
      kvm: 'The processor itself.',
      tcg: 'QEMU’s translator.',
    },
    { default: 'auto', help: 'What runs guests’ instructions.' },
  ),
});
