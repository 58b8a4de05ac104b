// SPDX-License-Identifier: Apache-2.0
import { LookupError } from './errors.js';

/** The sections that led to the one being loaded. */
export interface Trail {
  readonly file: string;
  readonly section: string;
  /** The global settings it was asked with: a section may come up again under others. */
  readonly settings: string;
  readonly depth: number;
  readonly before: Trail | undefined;
}

const DEEPEST = 100;

/**
 * One step further. Throws LookupError where a section leads back to itself through `use`, `next`, `filter-with`,
 * pipelines or composites: Python ends with a RecursionError there.
 */
export function extendTrail(
  before: Trail | undefined,
  file: string,
  section: string,
  globalConf: ReadonlyMap<string, string>,
): Trail {
  const settings = JSON.stringify([...globalConf]);
  const trail: Trail = { file, section, settings, depth: (before?.depth ?? 0) + 1, before };
  for (let step = before; step !== undefined; step = step.before) {
    const isSame = step.section === section && step.file === file && step.settings === settings;
    if (isSame || trail.depth > DEEPEST) {
      throw new LookupError(`Section [${section}] in ${file} leads back to itself: ${describe(trail, step)}`);
    }
  }
  return trail;
}

function describe(last: Trail, first: Trail): string {
  const steps = [];
  for (let step: Trail | undefined = last; step !== undefined; step = step.before) {
    steps.unshift(`[${step.section}]${step.file === last.file ? '' : ` in ${step.file}`}`);
    if (step === first) break;
  }
  return steps.length > 12 ? `${steps.slice(0, 10).join(' -> ')} -> … -> ${steps.at(-1) ?? ''}` : steps.join(' -> ');
}
