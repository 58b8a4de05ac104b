// SPDX-License-Identifier: Apache-2.0

/** What its kernel is to be told. */
export const commandLine: string;

/**
 * Makes the kernel and the initramfs of a guest that says on its serial port what it finds, and gives their paths.
 * @param folder - that they are written to
 */
export function makeSmallGuest(folder: string): Promise<{ readonly kernel: string; readonly ramdisk: string }>;
