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

/** A line of the log about an event. Values of settings are not in it: some are passwords. */
export function traceLine(event: TraceEvent): string {
  if (event.call === 'fix_call')
    return `fix_call ${event.protocol} ${event.factory} local_conf: ${Object.keys(event.localConf).join(', ') || 'none'}`;
  const { loader, objectType, name, source } = event;
  return `get_context ${loader} ${objectType}${name === undefined ? '' : ` ${name}`} from ${source}`;
}
