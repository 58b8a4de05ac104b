// SPDX-License-Identifier: Apache-2.0
import { Fault, faultCodes, type FaultCode } from './fault.js';

type ErrorClass = abstract new (...parameters: never[]) => Error;

/** What an operation makes of an error of a class: a status, its words around the error's own, and a code. */
export type Phrase = readonly [type: ErrorClass, status: number, text: (error: Error) => string, code?: FaultCode];

/**
 * The result of an action, whose errors get an operation's own words: most of upstream's handlers say what they were about.
 * Rejects with a `Fault` for an error that a phrase is of, the first that fits, and with any other as it is.
 */
export async function rephrased<T>(action: Promise<T>, phrases: readonly Phrase[]): Promise<T> {
  try {
    return await action;
  } catch (error) {
    for (const [type, status, text, code = faultCodes.undefined] of phrases)
      if (error instanceof type) throw new Fault(status, text(error), code, { cause: error });
    throw error;
  }
}
