// SPDX-License-Identifier: Apache-2.0
import type { ObjectKind } from './object-types.js';

/** What the loader does, in load order: features C2-36. */
export type TraceEvent =
  | {
      readonly call: 'get_context';
      readonly loader: 'ConfigLoader' | 'EggLoader' | 'FuncLoader';
      /** The ini file, the distribution or the `module:function`. */
      readonly source: string;
      readonly objectType: ObjectKind;
      readonly name: string | undefined;
      readonly globalConf: Readonly<Record<string, string>>;
    }
  | {
      readonly call: 'fix_call';
      /** The factory as the file names it. */
      readonly factory: string;
      readonly protocol: string;
      readonly globalConf: Readonly<Record<string, string>>;
      readonly localConf: Readonly<Record<string, string>>;
    };

export type Trace = (event: TraceEvent) => void;
