// SPDX-License-Identifier: Apache-2.0
import { InvalidVolumeMetadata, InvalidVolumeMetadataSize } from '../errors/volumes.js';

const MOST_CHARACTERS = 255;

/** Checks what a user wants as metadata (upstream's check_metadata_properties). Throws InvalidVolumeMetadata, InvalidVolumeMetadataSize. */
export function checkMetadata(
  metadata: Readonly<Record<string, unknown>>,
): asserts metadata is Readonly<Record<string, string>> {
  for (const [key, value] of Object.entries(metadata)) {
    if (key === '') throw invalid(`Metadata key: ${key} has 0 characters, less than 1.`);
    if (typeof value !== 'string') throw invalid(`Value for metadata key: ${key} is not a string or unicode`);
    if (key.length > MOST_CHARACTERS)
      throw new InvalidVolumeMetadataSize(`Metadata property key ${key} greater than 255 characters.`);
    if (value.length > MOST_CHARACTERS)
      throw new InvalidVolumeMetadataSize(`Metadata property key ${key} value greater than 255 characters.`);
  }
}

function invalid(reason: string): InvalidVolumeMetadata {
  return new InvalidVolumeMetadata(`Invalid input received: ${reason}`);
}
