// SPDX-License-Identifier: Apache-2.0
import { InvalidInput } from '../../errors/base.js';
import { InvalidName } from '../../errors/api.js';

type Format = (value: unknown) => boolean;

const UUID = /^[0-9a-f]{32}$/;
const ISO_TIME = /^\d{4}-?\d{2}-?\d{2}([T ]\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/i;

/**
 * The formats of cinder's schemas (cinder 21, api/validation/validators.py) that need nothing but the value. Those that
 * look at quotas or at states of a resource stand with the resource.
 */
export const cinderFormats: Readonly<Record<string, Format>> = {
  'date-time': (value) => typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(timeOf(value)),
  uuid: (value) => isUuidLike(value),
  base64: (value) => typeof value === 'string' && /^[A-Za-z0-9+/\n]*={0,2}\n?$/.test(value),
  name: (value) => {
    if (isEmpty(value)) throw new InvalidName("The 'name' can not be None.");
    if (String(value).trim() === '') throw new InvalidName("The 'name' can not be empty.");
    return true;
  },
  name_skip_leading_trailing_spaces: (value) => {
    if (isEmpty(value)) throw new InvalidName("The 'name' can not be None.");
    const name = String(value).trim();
    if (name === '') throw new InvalidName("The 'name' can not be empty.");
    if (lengthOf(name) > 255) throw new InvalidName("The 'name' can not be greater than 255 characters.");
    return true;
  },
  name_non_mandatory_remove_white_spaces: (value) => {
    if (!isEmpty(value)) checkLength(String(value).trim(), 'name', { max: 255 });
    return true;
  },
  description_non_mandatory_remove_white_spaces: (value) => {
    if (!isEmpty(value)) checkLength(String(value).trim(), 'description', { max: 255 });
    return true;
  },
  // Upstream's checker lets an InvalidInput become the plain sentence of the format.
  disabled_reason: (value) => isEmpty(value) || isWithin(String(value).trim(), 1, 255),
  group_type: (value) => !isEmpty(value) && isWithin(String(value).trim(), 1, 255),
  availability_zone: (value) => {
    if (value === null) return true;
    if (isEmpty(value)) throw new InvalidInput("The 'availability_zone' can not be None.");
    checkLength(textOf(value).trim(), 'availability_zone', { min: 1, max: 255 });
    return true;
  },
  progress: (value) => {
    if (isEmpty(value)) return true;
    const text = textOf(value);
    if (!/^\s*[+-]?\d+\s*$/.test(text.slice(0, -1))) throw new InvalidInput('progress must be an integer percentage');
    const percentage = Number(text.slice(0, -1));
    if (percentage < 0 || percentage > 100 || !text.endsWith('%'))
      throw new InvalidInput('progress must be an integer percentage between 0 and 100');
    return true;
  },
  key_size: (value) => {
    if (value !== null && !/^[+-]?\d+$/.test(textOf(value))) throw new InvalidInput('key_size must be an integer.');
    return true;
  },
};

/** Whether a value reads as a UUID once braces, dashes and `urn:uuid:` are taken away (oslo.utils, is_uuid_like). */
export function isUuidLike(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return UUID.test(value.replaceAll(/urn:|uuid:|[{}-]/gi, '').toLowerCase());
}

/**
 * Characters of a text. Throws `InvalidInput` in upstream's words (cinder/utils.py, check_string_length).
 * @param name - of the field.
 */
export function checkLength(
  value: unknown,
  name: string,
  { min = 0, max }: { readonly min?: number; readonly max?: number },
): void {
  if (typeof value !== 'string') throw new InvalidInput(`${name} is not a string or unicode`);
  const length = lengthOf(value);
  if (length < min) throw new InvalidInput(`${name} has ${length} characters, less than ${min}.`);
  if (max !== undefined && length > max) throw new InvalidInput(`${name} has ${length} characters, more than ${max}.`);
}

function isWithin(value: string, min: number, max: number): boolean {
  const length = lengthOf(value);
  return length >= min && length <= max;
}

function lengthOf(value: string): number {
  return Array.from(value).length;
}

/** What is false in Python. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false;
}

function timeOf(value: string): number {
  return Date.parse(value.slice(0, 10));
}

/** As it is checked by its characters; objects as JSON. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
