// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Logger, pythonRepr } from '@stackport/config';
import { apiClassOptions } from './options/index.js';

type Constructor<T extends object> = new (...parameters: never[]) => T;

export interface ApiClassInit<Base extends Constructor<object>> {
  /** `volume_api_class` */
  readonly option: string;
  /** Its value. */
  readonly name: string;
  /** What stands for our class: upstream's name of it. */
  readonly upstream: string;
  readonly base: Base;
  /** Finds what another name stands for. */
  readonly importModule: (name: string) => Promise<unknown>;
}

/**
 * The class that an option names: ours under upstream's name, or one that an npm module makes of ours: its export is
 * called with our class and answers with one that extends it (`@acme/volumes:audited`).
 * @throws Error for a name that stands for nothing, and for an export that is not such a function.
 */
export async function apiClass<Base extends Constructor<object>>(init: ApiClassInit<Base>): Promise<Base> {
  const { option, name, upstream, base, importModule } = init;
  if (name === upstream) return base;
  const extend = await importModule(name);
  const made: unknown = typeof extend === 'function' ? (extend as (base: Base) => unknown)(base) : undefined;
  if (typeof made === 'function' && made.prototype instanceof base) return made as Base;
  throw new Error(`${option}: ${pythonRepr(name)} makes no class that extends ${base.name}`);
}

/** Options that name a class which nothing else can stand for here. */
const FIXED = ['group_api_class', 'consistencygroup_api_class', 'compute_api_class', 'quota_driver'] as const;

/** A warning for each of those that names another class: ours is used. */
export function reportFixedClasses(configuration: Configuration, logger: Logger): void {
  const values = configuration.get(apiClassOptions);
  for (const option of FIXED) {
    const own = apiClassOptions.options[option].default;
    if (values[option] !== own)
      logger.warning(`${option} = ${values[option]} has no effect: what stands for ${own ?? ''} is used`);
  }
}
