// SPDX-License-Identifier: Apache-2.0
import { Invalid } from '../../errors/base.js';
import { FlavorImageConflict } from '../../errors/hardware.js';
import type { FlavorValues } from '../../instances/instance.js';
import type { ImageValues } from '../schedule-request.js';
import { isTrue } from '../../is-true.js';

/** A flavor and the image that a server is made of: where guests' hardware is asked for. */
export interface FlavorAndImage {
  readonly flavor: FlavorValues;
  readonly image: ImageValues | undefined;
}

/** The words for one setting of both: `hw:cpu_policy` and `hw_cpu_policy`. */
export interface Setting<Value = unknown> {
  readonly flavor: string | undefined;
  readonly image: Value | undefined;
}

/** What both say of a setting. */
export function settingOf({ flavor, image }: FlavorAndImage, key: string, prefix = 'hw'): Setting {
  const properties: Readonly<Record<string, unknown>> = image?.properties ?? {};
  return {
    flavor: flavor.extra_specs?.[`${prefix}:${key}`],
    image: properties[`${prefix}_${key}`] ?? undefined,
  };
}

/** A text that may be said by either; the values that there are. Throws as `oneOf` and `FlavorImageConflict`. */
export function textSetting(from: FlavorAndImage, key: string, prefix = 'hw'): string | undefined {
  const { flavor, image } = settingOf(from, key, prefix);
  const said = [flavor, typeof image === 'string' ? image : undefined].filter(
    (value) => value !== undefined && value !== '',
  );
  if (new Set(said).size > 1)
    throw new FlavorImageConflict(
      `Flavor ${from.flavor.name} has ${prefix}:${key} extra spec explicitly set to ${String(flavor)}, conflicting with ` +
        `image ${nameOf(from.image)} which has ${prefix}_${key} explicitly set to ${String(image)}.`,
    );
  return said[0];
}

/** A switch that may be said by either, in the same way. Throws `FlavorImageConflict`. @param imageKey - as the text of the error has it */
export function switchSetting(from: FlavorAndImage, key: string, imageKey = `hw_${key}`): boolean {
  const setting = settingOf(from, key);
  const flavor = setting.flavor === undefined ? undefined : isTrue(setting.flavor);
  const image = typeof setting.image === 'boolean' ? setting.image : undefined;
  if (flavor !== undefined && image !== undefined && flavor !== image)
    throw new FlavorImageConflict(
      `Flavor ${from.flavor.name} has hw:${key} extra spec explicitly set to ${String(setting.flavor)}, conflicting with ` +
        `image ${nameOf(from.image)} which has ${imageKey} property explicitly set to ${image ? 'True' : 'False'}`,
    );
  return flavor === true || image === true;
}

/** Throws `Invalid` for a value that is not among those that there are. @param what - `TPM version` */
export function checkedValue<Value extends string | undefined>(
  what: string,
  value: Value,
  allowed: readonly string[],
): Value {
  if (value !== undefined && !allowed.includes(value))
    throw new Invalid(`Invalid ${what} '${value}'. Allowed values: ${allowed.join(', ')}.`);
  return value;
}

export function nameOf(image: ImageValues | undefined): string {
  return image?.name ?? 'None';
}
