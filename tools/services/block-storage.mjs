// SPDX-License-Identifier: Apache-2.0
import { CloudSession } from './cloud.mjs';

/**
 * @param {import('./cloud.mjs').Cloud} cloud
 * @param {(projectId: string) => string} urlOf - of the API, with the project
 * @param {number} wanted - scheduler, backup, and cinder-volume for each back end
 * @throws {Error} where fewer services give signs of life
 */
export async function servicesAreUp(cloud, urlOf, wanted) {
  const session = await CloudSession.open(cloud);
  const { services } = await session.request('GET', `${urlOf(session.projectId)}/os-services`);
  const up = services.filter(({ state }) => state === 'up').length;
  if (up < wanted) throw new Error(`${up} of ${wanted} services are up`);
}
