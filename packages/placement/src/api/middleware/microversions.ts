// SPDX-License-Identifier: Apache-2.0
import { type Filter, HttpError, type Request, type Response } from '@stackport/wsgi';
import { Fault, renderFault } from '../fault.js';
import {
  findVersion,
  MalformedVersion,
  UnacceptableVersion,
  VERSION_HEADER,
  versionHeader,
  versionOf,
} from '../microversion.js';

/** Finds the microversion that a request is for, and says in each answer which it was (microversion_parse.middleware). */
export const microversions: Filter = (application) => async (request) => {
  try {
    findVersion(request);
  } catch (error) {
    return renderFault(refusal(error), request);
  }
  const response = await answered(request, application);
  response.headers.set(VERSION_HEADER, versionHeader(versionOf(request)));
  response.headers.append('vary', VERSION_HEADER);
  return response;
};

async function answered(request: Request, application: (request: Request) => Promise<Response>): Promise<Response> {
  try {
    return await application(request);
  } catch (error) {
    if (error instanceof HttpError) return renderFault(error, request);
    throw error;
  }
}

function refusal(error: unknown): HttpError {
  if (error instanceof UnacceptableVersion) return new Fault(406, `Invalid microversion: ${error.message}`);
  if (error instanceof MalformedVersion) return new Fault(400, `Invalid microversion: ${error.message}`);
  throw error;
}
