// SPDX-License-Identifier: Apache-2.0
import { glance } from './glance.mjs';
import { keystone } from './keystone.mjs';

/**
 * @typedef {object} Surroundings - what a service is told about where it is
 * @property {string} folder - its own
 * @property {string} configuration - its file, `<folder>/<name>.conf`
 * @property {string} host
 * @property {number} port
 * @property {number} workers
 * @property {string} password - of the admin and of the services' own users
 * @property {(service: string) => string} url - where a service listens
 * @property {(database: string) => string} connection - SQLAlchemy's URL of a database
 * @property {(user: string) => Record<string, string>} authentication - the options of keystoneauth, for a section of its own
 * @property {(name: string) => string} unpacked - the folder of a package that is unpacked only
 */

/**
 * @typedef {object} ReferenceService
 * @property {string} name
 * @property {number} port - where it listens unless told otherwise
 * @property {readonly string[]} packages - Debian's, installed
 * @property {readonly string[]} unpacked - Debian's that would start daemons or ask questions: only unpacked
 * @property {{ type: string, path: string }} catalog - its type, and the path after its URL
 * @property {boolean} hasUser - whether it asks keystone as a user of its own
 * @property {(surroundings: Surroundings) => Record<string, Record<string, string | number | boolean>>} settings - what is in its file
 * @property {(surroundings: Surroundings) => Promise<void>} prepare - its database; once for a state folder
 * @property {(surroundings: Surroundings) => { command: string, args: string[], environment?: Record<string, string> }} daemon
 */

/** In the order in which they start; keystone first, for the others ask it for tokens. @type {readonly ReferenceService[]} */
export const referenceServices = [keystone, glance];
