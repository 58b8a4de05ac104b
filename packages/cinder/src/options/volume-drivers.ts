// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option, type OptionGroup, type Values } from '@stackport/config';

const fileDeclarations = {
  file_volumes_dir: option.string({
    default: '$state_path/volumes',
    help: 'Folder of the volumes’ files; may be a mounted share. One back end, one folder.',
  }),
  file_multiattach: option.boolean({
    default: true,
    help: 'Whether a volume of a multiattach type may be attached several times.',
  }),
};

export type FileDriverValues = Values<typeof fileDeclarations>;

/** What the file driver reads from the section of its back end. */
export function declareFileDriverOptions(section: string): OptionGroup<typeof fileDeclarations> {
  return declareOptions(section, fileDeclarations);
}
