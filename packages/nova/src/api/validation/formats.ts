// SPDX-License-Identifier: Apache-2.0
import { isIPv4, isIPv6 } from 'node:net';
import { InvalidName } from '../../errors/api.js';
import { isUuidLike } from '../../uuid.js';

type Format = (value: unknown) => boolean;

/** What upstream's expressions hold for printable: of the first plane of Unicode, letters, marks, digits, signs and spaces. */
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]*$/u;
const SPACE = /\p{Zs}/u;
const NOT_SPACE = /[\p{L}\p{M}\p{N}\p{P}\p{S}]/u;
const ASTRAL = /[\u{10000}-\u{10ffff}]/u;
const ISO_TIME = /^\d{4}-?\d{2}-?\d{2}([T ]\d{2}(:?\d{2}(:?\d{2}([.,]\d+)?)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?$/i;

const ALPHANUMERIC = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The formats of nova's schemas (nova 26, api/validation/validators.py). What is not here refuses nothing, as upstream. */
export const novaFormats: Readonly<Record<string, Format>> = {
  regex: (value) => typeof value === 'string' && value !== '' && isExpression(value),
  'date-time': (value) => typeof value === 'string' && ISO_TIME.test(value) && !Number.isNaN(dayOf(value)),
  base64: (value) => typeof value === 'string' && isBase64(value),
  cidr: (value) => typeof value === 'string' && isCidr(value),
  uuid: isUuidLike,
  uri: (value) => typeof value === 'string' && URL.canParse(value) && /^[a-z][\w+.-]*:\/\/[^/]/i.test(value),
  ipv4: (value) => typeof value !== 'string' || isIPv4(value),
  ipv6: (value) => typeof value !== 'string' || isIPv6(value),
  name: nameFormat(isTrimmed, 'printable characters. Can not start or end with whitespace.'),
  name_with_leading_trailing_spaces: nameFormat(
    hasCharacter,
    'printable characters with at least one non space character',
  ),
  az_name: nameFormat(
    (value) => !value.includes(':') && isTrimmed(value),
    'printable characters except :.Can not start or end with whitespace.',
  ),
  az_name_with_leading_trailing_spaces: nameFormat(
    (value) => !value.includes(':') && hasCharacter(value),
    'printable characters except :, with at least one non space character',
  ),
  keypair_name_20: keypairFormat(`_- ${ALPHANUMERIC}`),
  keypair_name_292: keypairFormat(`@._- ${ALPHANUMERIC}`),
};

/** Throws InvalidName: its text is the whole of the fault. */
function nameFormat(isName: (value: string) => boolean, reason: string): Format {
  return (value) => {
    if (typeof value !== 'string' || !isName(value)) throw new InvalidName(reason);
    return true;
  };
}

function keypairFormat(characters: string): Format {
  const allowed = new Set(characters);
  return (value) => {
    if (typeof value === 'string' && Array.from(value).every((character) => allowed.has(character))) return true;
    throw new InvalidName(`Only expected characters: [${characters}]`);
  };
}

function isPrintable(value: string): boolean {
  return PRINTABLE.test(value) && !ASTRAL.test(value);
}

function isTrimmed(value: string): boolean {
  return isPrintable(value) && !SPACE.test(value.slice(0, 1)) && !SPACE.test(value.slice(-1));
}

function hasCharacter(value: string): boolean {
  return isPrintable(value) && NOT_SPACE.test(value);
}

function isExpression(value: string): boolean {
  try {
    return new RegExp(value) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Python's decoder passes over what is none of its characters; the rest must come out even. */
function isBase64(value: string): boolean {
  const [, digits = '', padding = ''] = /^([A-Za-z0-9+/]*)(=*)/.exec(value.replaceAll(/[^A-Za-z0-9+/=]/g, '')) ?? [];
  const rest = digits.length % 4;
  return rest === 0 || (rest > 1 && padding.length >= 4 - rest);
}

function isCidr(value: string): boolean {
  const [, address = '', length = ''] = /^([^/\s]+)\/(\d+)$/.exec(value) ?? [];
  if (isIPv4(address)) return Number(length) <= 32;
  return isIPv6(address) && Number(length) <= 128;
}

function dayOf(value: string): number {
  return Date.parse(value.slice(0, 10));
}
