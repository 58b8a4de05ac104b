// SPDX-License-Identifier: Apache-2.0
import type { Logger } from '@stackport/config';
import {
  type AuthtokenValues,
  KeystoneUnavailable,
  type TokenValidator,
  authtokenOptions,
  defaultAuthenticateUri,
  optionsWithoutEffect,
  validatorFromOptions,
} from '@stackport/keystone';
import { type Application, type FilterFactory, HttpError, Middleware, type Request, Response } from '@stackport/wsgi';
import { accessRefusal } from './access-rules.js';
import type { MiddlewareDependencies } from './dependencies.js';
import { filterOf } from './filter-of.js';
import { removeIdentityHeaders } from './identity-headers.js';
import { IDENTITY_KEY, Identities, type Identity, TOKEN_INFO_KEY } from './identity.js';
import { pasteOptions, pasteOverrides } from './paste-options.js';

/** Keys of a paste section that are no options: PasteDeploy's own, and where upstream is to find its configuration. */
const NO_OPTIONS = new Set(['here', '__file__', 'configkey', 'oslo_config_project', 'oslo_config_file', 'log_name']);

/**
 * `keystonemiddleware.auth_token:filter_factory`. The filters of one service share a validator, and so what it
 * remembers; one whose paste section overrides options has its own.
 */
export function authtoken({ configuration, logger, validator }: MiddlewareDependencies): FilterFactory {
  const identities = new Identities();
  const validators = new Map<string, TokenValidator>();
  const said = new Set<string>();
  const warnOnce = (message: string): void => {
    if (!said.has(message)) logger.warning(message);
    said.add(message);
  };
  return (globalConf = {}, localConf = {}) => {
    const values = pasteOptions(configuration, authtokenOptions, globalConf, localConf);
    const overrides = pasteOverrides(authtokenOptions, globalConf, localConf);
    for (const key of Object.keys(localConf))
      if (!isOption(key) && !NO_OPTIONS.has(key)) warnOnce(`The option "${key}" is not known to keystonemiddleware`);
    for (const line of optionsWithoutEffect(values)) warnOnce(line);
    let uri = values.www_authenticate_uri;
    if (uri === undefined) {
      uri = defaultAuthenticateUri(values, configuration);
      warnOnce(
        'Configuring www_authenticate_uri to point to the public identity endpoint is required; clients may not be ' +
          'able to authenticate against an admin endpoint',
      );
    }
    const key = JSON.stringify(overrides);
    let mine = validators.get(key);
    if (mine === undefined) {
      if (validator === undefined) mine = validatorFromOptions(values, configuration, logger);
      else mine = typeof validator === 'function' ? validator(values) : validator;
      validators.set(key, mine);
    }
    const settings = { values, validator: mine, identities, logger, warnOnce, challenge: `Keystone uri="${uri}"` };
    return filterOf((application) => new Authtoken(application, settings));
  };
}

function isOption(key: string): boolean {
  return Object.entries(authtokenOptions.options).some(
    ([name, { deprecated = [] }]) => name === key || deprecated.some((one) => one.name === key),
  );
}

interface AuthtokenSettings {
  readonly values: AuthtokenValues;
  readonly validator: TokenValidator;
  readonly identities: Identities;
  readonly logger: Logger;
  readonly warnOnce: (message: string) => void;
  /** WWW-Authenticate of a 401. */
  readonly challenge: string;
}

const NOT_A_SERVICE =
  'A valid token was submitted as a service token, but it was not a valid service token. This is incorrect but ' +
  'backwards compatible behaviour. This will be removed in future releases.';
const ALLOW_EXPIRED = { allowExpired: true } as const;

/** Finds out who asks, and tells the application in headers; a request without a valid token ends here unless delayed. */
class Authtoken extends Middleware {
  readonly #init: AuthtokenSettings;
  readonly #serviceRoles: ReadonlySet<string>;

  constructor(application: Application, init: AuthtokenSettings) {
    super(application);
    this.#init = init;
    this.#serviceRoles = new Set(init.values.service_token_roles);
  }

  override async processRequest(request: Request): Promise<Response | undefined> {
    const { headers, environ } = request;
    const { values, logger } = this.#init;
    removeIdentityHeaders(headers);
    environ[IDENTITY_KEY] = undefined;
    environ[TOKEN_INFO_KEY] = undefined;
    const serviceText = headers.get('X-Service-Token') ?? '';
    const userText = headers.get('X-Auth-Token') ?? headers.get('X-Storage-Token') ?? '';

    let service: Identity | undefined;
    let allowExpired = false;
    if (serviceText !== '') {
      service = await this.#identify(serviceText, false);
      allowExpired = service?.roleNames.some((name) => this.#serviceRoles.has(name)) ?? false;
      if (service === undefined) logger.info('Invalid service token');
      else if (!allowExpired && values.service_token_roles_required) service = undefined;
      else if (!allowExpired) this.#init.warnOnce(NOT_A_SERVICE);
    }

    let user = userText === '' ? undefined : await this.#identify(userText, allowExpired);
    const refusal = user && accessRefusal(user.token, request, values.service_type, service !== undefined);
    if (refusal !== undefined) {
      logger.warning(refusal);
      user = undefined;
    }
    if (user === undefined && userText !== '') logger.info('Invalid user token');

    if (user === undefined || (serviceText !== '' && service === undefined)) {
      if (!values.delay_auth_decision) {
        logger.info('Rejecting request');
        return this.#unauthorized();
      }
      logger.debug('Deferring reject downstream');
    }
    this.#tell(request, user, serviceText === '' ? undefined : (service ?? 'invalid'));
    return undefined;
  }

  override processResponse(response: Response): Response {
    if (response.status === 401) response.headers.append('WWW-Authenticate', this.#init.challenge);
    return response;
  }

  #tell({ headers, environ }: Request, user: Identity | undefined, service: Identity | 'invalid' | undefined): void {
    const { values, logger } = this.#init;
    if (user === undefined) headers.set('X-Identity-Status', 'Invalid');
    else {
      headers.assign(user.userHeaders);
      const catalog = values.include_service_catalog ? user.catalogText : undefined;
      if (catalog !== undefined) headers.set('X-Service-Catalog', catalog);
      environ[TOKEN_INFO_KEY] = user.info;
      environ[IDENTITY_KEY] = user;
    }
    if (service === 'invalid') headers.set('X-Service-Identity-Status', 'Invalid');
    else if (service !== undefined) headers.assign(service.serviceHeaders);
    if (!logger.isEnabledFor('debug')) return;
    const parts = [user && `user: ${user.toString()}`, service instanceof Object && `service: ${service.toString()}`];
    logger.debug(`Received request from ${parts.filter(Boolean).join(' ')}`);
  }

  /** Undefined for a token that is not valid, and, where the decision is delayed, for one that nobody can tell about. */
  async #identify(text: string, allowExpired: boolean): Promise<Identity | undefined> {
    const { validator, identities, logger, values } = this.#init;
    try {
      const token = await validator.validate(text.trim(), allowExpired ? ALLOW_EXPIRED : undefined);
      const identity = token === undefined ? undefined : identities.of(token);
      if (identity !== undefined && (allowExpired || identity.expires > Date.now())) return identity;
      logger.warning('Authorization failed for token');
      return undefined;
    } catch (error) {
      if (!(error instanceof KeystoneUnavailable)) throw error;
      logger.critical(`Unable to validate token: ${error.message}`);
      if (values.delay_auth_decision) {
        logger.debug('Keystone unavailable; marking token as invalid and deferring auth decision.');
        return undefined;
      }
      throw new HttpError(503, undefined, { detail: 'The Keystone service is temporarily unavailable.' });
    }
  }

  #unauthorized(): Response {
    const message = 'The request you have made requires authentication.';
    const error = { code: 401, title: 'Unauthorized', message };
    return Response.json({ error }, 401, { 'WWW-Authenticate': this.#init.challenge });
  }
}
