// SPDX-License-Identifier: Apache-2.0
import { type Values, option } from '@stackport/config';

const KIBIBYTE = 1024;

function fileOptionsWith(folder: string) {
  return {
    filesystem_store_datadir: option.string({
      default: folder,
      help: 'The folder that images are written to; made at start where it is missing. Not together with filesystem_store_datadirs: set it to nothing then.',
    }),
    filesystem_store_datadirs: option.multiString({
      help: 'Folders that images are written to, each as path or path:priority. The highest priority with enough space takes an image; among equals the one with the most space.',
    }),
    filesystem_store_metadata_file: option.string({
      help: 'A JSON object, or a list of them, with id and mountpoint: becomes the metadata of locations below that mount point.',
    }),
    filesystem_store_file_perm: option.integer({
      default: 0,
      help: 'Permissions of image files, written in octal digits; zero or less leaves what the umask gives.',
    }),
    filesystem_store_chunk_size: option.integer({
      default: 64 * KIBIBYTE,
      min: 1,
      help: 'Bytes that are read at a time, and the smallest hole with filesystem_thin_provisioning.',
    }),
    filesystem_thin_provisioning: option.boolean({
      default: false,
      help: 'Leaves holes in the file where an image has zeros.',
    }),
  };
}

export const fileOptions = fileOptionsWith('/var/lib/glance/images');

/** Of a store that the service keeps for itself: its folder is named like it. */
export function reservedFileOptions(identifier: string): ReturnType<typeof fileOptionsWith> {
  return fileOptionsWith(`/var/lib/glance/${identifier}`);
}

export type FileOptions = Values<typeof fileOptions>;
