// SPDX-License-Identifier: Apache-2.0
import { RemoteError } from '@stackport/messaging';
import { NovaError } from '../errors/base.js';
import type { FaultValues } from './instance.js';

/**
 * An error as a server's owner is shown it (nova 26, compute/utils.py, exception_to_dict): nova's own by its text, any
 * other by the name of its class, for its text may say what is not for the owner. The details are for administrators.
 */
export function faultOf(error: unknown, host: string | null): Omit<FaultValues, 'created_at'> {
  return { code: 500, message: messageOf(error), details: detailsOf(error), host };
}

function messageOf(error: unknown): string {
  if (error instanceof NovaError) return error.message;
  // Errors of nova's other processes travel by name and text; those are nova's when they are answered at all.
  if (error instanceof RemoteError) return error.value;
  return error instanceof Error ? error.name : 'Error';
}

/** The text of an error that an event of an action keeps. */
export function failureText(error: unknown): string {
  return messageOf(error);
}

export function detailsOf(error: unknown): string {
  if (error instanceof RemoteError) return error.traceback.join('\n');
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
