// SPDX-License-Identifier: Apache-2.0

/** What a small guest is made of: a kernel, the folder that has its modules below it, and a static busybox. Fetched once. */
export function guestFiles(): Promise<{ readonly kernel: string; readonly modules: string; readonly busybox: string }>;
