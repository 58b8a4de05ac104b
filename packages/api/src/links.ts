// SPDX-License-Identifier: Apache-2.0

/**
 * The path and query of the page after this one: the query as it came, with the marker replaced.
 * @param path - as the client sees it, encoded.
 */
export function nextPageLink(path: string, query: URLSearchParams, marker: string): string {
  const parameters = new URLSearchParams(query);
  parameters.set('marker', marker);
  return `${path}?${parameters.toString()}`;
}
