// SPDX-License-Identifier: Apache-2.0
import { type Configuration, type Logger, type Values, declareOptions, option } from '@stackport/config';
import { type Application, type FilterFactory, Middleware, type Request, Response } from '@stackport/wsgi';
import type { MiddlewareDependencies } from './dependencies.js';
import { filterOf } from './filter-of.js';
import { pasteOptions } from './paste-options.js';

const options = {
  allowed_origin: option.list({ help: 'Origins that may use this API from a browser: https://host[:port], or *' }),
  allow_credentials: option.boolean({ default: true, help: 'Whether a browser may send credentials' }),
  expose_headers: option.list({ default: [], help: 'Headers of answers that a script may read' }),
  max_age: option.integer({ default: 3600, help: 'Seconds a browser may remember the answer to a pre-flight request' }),
  allow_methods: option.list({
    default: ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'PATCH'],
    help: 'Methods that a script may use',
  }),
  allow_headers: option.list({ default: [], help: 'Headers that a script may send' }),
};

/** `[cors]`; a service gives its own header and method lists as its defaults. */
export const corsOptions = declareOptions('cors', options);

type CorsValues = Values<typeof options>;

/** Headers that may always be sent. */
const SIMPLE_HEADERS = [
  'Accept',
  'Accept-Language',
  'Content-Type',
  'Cache-Control',
  'Content-Language',
  'Expires',
  'Last-Modified',
  'Pragma',
];

/** `oslo_middleware.cors:filter_factory` */
export function cors({ configuration, logger }: MiddlewareDependencies): FilterFactory {
  return (globalConf = {}, localConf = {}) => {
    if (!('allowed_origin' in localConf) && !('oslo_config_project' in localConf))
      throw new TypeError('allowed_origin or oslo_config_project is required');
    const values = pasteOptions(configuration, corsOptions, globalConf, localConf);
    const origins = readOrigins(values, configuration, logger);
    return filterOf((application) => new Cors(application, origins, logger));
  };
}

/** Rules by origin: those of `[cors]` and, as oslo still reads them, of sections `[cors.<name>]`. */
function readOrigins(
  values: CorsValues,
  configuration: Configuration,
  logger: Logger,
): ReadonlyMap<string, CorsValues> {
  const origins = new Map<string, CorsValues>();
  const add = (section: CorsValues): void => {
    for (const origin of section.allowed_origin ?? []) {
      if (origins.has(origin)) logger.warning(`Allowed origin [${origin}] already exists, skipping`);
      else origins.set(origin, section);
    }
  };
  add(values);
  for (const name of configuration.sections.filter((section) => section.startsWith('cors.'))) {
    logger.warning(
      'Multiple configuration blocks are deprecated and will be removed in future versions. Please consolidate your ' +
        'configuration in the [cors] configuration block.',
    );
    // What the section leaves out is as in [cors], but for the origins.
    const inherited = {
      ...options,
      allow_credentials: option.boolean({ default: values.allow_credentials }),
      expose_headers: option.list({ default: values.expose_headers }),
      max_age: option.integer({ default: values.max_age }),
      allow_methods: option.list({ default: values.allow_methods }),
      allow_headers: option.list({ default: values.allow_headers }),
    };
    const section = declareOptions(name, inherited);
    configuration.register(section);
    add(configuration.get(section));
  }
  return origins;
}

/**
 * Lets browsers use the API from pages of listed origins (oslo_middleware.cors). The application may answer OPTIONS
 * itself; if it does not, the answer is 200 without a body, whatever the origin.
 */
class Cors extends Middleware {
  readonly #origins: ReadonlyMap<string, CorsValues>;
  readonly #logger: Logger;

  constructor(application: Application, origins: ReadonlyMap<string, CorsValues>, logger: Logger) {
    super(application);
    this.#origins = origins;
    this.#logger = logger;
  }

  override processResponse(response: Response): Response {
    const { request } = response;
    // Something inside that sets these headers knows better.
    if (request === undefined || response.headers.has('Access-Control-Allow-Origin')) return response;
    if (request.method === 'OPTIONS') return this.#preflight(request, response);
    const rule = this.#ruleFor(request);
    if (rule === undefined) return response;
    const { headers } = response;
    headers.set('Vary', headers.has('Vary') ? `${headers.get('Vary') ?? ''},Origin` : 'Origin');
    headers.set('Access-Control-Allow-Origin', rule.origin);
    if (rule.values.allow_credentials) headers.set('Access-Control-Allow-Credentials', 'true');
    if (rule.values.expose_headers.length > 0)
      headers.set('Access-Control-Expose-Headers', rule.values.expose_headers.join(','));
    return response;
  }

  /** The answer to a pre-flight request: W3C CORS, section 6.2. */
  #preflight(request: Request, inner: Response): Response {
    const response = inner.status >= 200 && inner.status < 300 ? inner : new Response(200);
    const rule = this.#ruleFor(request);
    if (rule === undefined) return response;
    const method = request.headers.get('Access-Control-Request-Method');
    if (method === undefined) {
      this.#logger.debug('CORS request does not contain Access-Control-Request-Method header.');
      return response;
    }
    const { values, origin } = rule;
    if (!values.allow_methods.includes(method)) {
      this.#logger.debug(`Request method '${method}' not in permitted list: ${values.allow_methods.join(', ')}`);
      return response;
    }
    const wanted = (request.headers.get('Access-Control-Request-Headers') ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
    const permitted = new Set([...values.allow_headers, ...SIMPLE_HEADERS].map((name) => name.toUpperCase()));
    const refused = wanted.find((name) => !permitted.has(name.toUpperCase()));
    if (refused !== undefined) {
      this.#logger.debug(`Request header '${refused}' not in permitted list`);
      return response;
    }
    const { headers } = response;
    headers.set('Vary', 'Origin');
    headers.set('Access-Control-Allow-Origin', origin);
    if (values.allow_credentials) headers.set('Access-Control-Allow-Credentials', 'true');
    if (values.max_age !== 0) headers.set('Access-Control-Max-Age', String(values.max_age));
    headers.set('Access-Control-Allow-Methods', method);
    if (wanted.length > 0) headers.set('Access-Control-Allow-Headers', wanted.join(','));
    return response;
  }

  #ruleFor(request: Request): { origin: string; values: CorsValues } | undefined {
    const sent = request.headers.get('Origin');
    if (sent === undefined) return undefined;
    for (const origin of [sent, '*']) {
      const values = this.#origins.get(origin);
      if (values !== undefined) return { origin, values };
    }
    this.#logger.debug(`CORS request from origin '${sent}' not permitted.`);
    return undefined;
  }
}
