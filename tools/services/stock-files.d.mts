// SPDX-License-Identifier: Apache-2.0

/** The folder with the conf, paste and other files that a Debian package brings for /etc, unmodified. They are fetched once. */
export function stockFiles(name: string): Promise<string>;
