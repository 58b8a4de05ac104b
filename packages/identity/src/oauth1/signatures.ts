// SPDX-License-Identifier: Apache-2.0
import type { Environment } from '../common/environment.js';
import { expected, isNotFound, Unauthorized } from '../errors.js';
import type { Projects } from '../projects/projects.js';
import type { AccessTokens } from './access-tokens.js';
import type { Consumers } from './consumers.js';
import type { AccessToken, RequestToken } from './oauth1.js';
import { isSignedWith, oauthParameters, type SignedRequest } from './signature.js';

/** Seconds by which a request's clock may differ from ours. */
const CLOCK_TOLERANCE = 600;

/** Answers signed requests of consumers. */
export class OAuth1Signatures {
  readonly #environment: Environment;
  readonly #consumers: Consumers;
  readonly #tokens: AccessTokens;
  readonly #projects: Projects;

  constructor(environment: Environment, consumers: Consumers, tokens: AccessTokens, projects: Projects) {
    this.#environment = environment;
    this.#consumers = consumers;
    this.#tokens = tokens;
    this.#projects = projects;
  }

  /** A token to show a user. Throws `ValidationError`, `NotFound` for consumer or project, `Unauthorized` for a bad signature. */
  async requestToken(request: SignedRequest, requestedProjectId: string | undefined): Promise<RequestToken> {
    const parameters = oauthParameters(request.authorization);
    const consumerId = parameter(parameters, 'oauth_consumer_key');
    if (requestedProjectId === undefined || requestedProjectId === '')
      throw expected('Requested-Project-Id', 'request');
    await this.#projects.get(requestedProjectId);
    const { secret } = await this.#consumers.getWithSecret(consumerId);
    this.#assertSigned(request, parameters, secret, '');
    return this.#tokens.createRequest(consumerId, requestedProjectId);
  }

  /** What an authorised request token becomes. Throws `ValidationError`, `NotFound`, `Unauthorized`. */
  async accessToken(request: SignedRequest): Promise<AccessToken> {
    const parameters = oauthParameters(request.authorization);
    const consumerId = parameter(parameters, 'oauth_consumer_key');
    const tokenId = parameter(parameters, 'oauth_token');
    const verifier = parameter(parameters, 'oauth_verifier');
    const token = await this.#tokens.getRequest(tokenId);
    const secret = await this.#secretOf(consumerId);
    if (token.consumerId !== consumerId)
      throw new Unauthorized('Provided consumer key does not match stored consumer key.');
    if (token.verifier !== verifier) throw new Unauthorized('Provided verifier does not match stored verifier');
    this.#assertSigned(request, parameters, secret, token.secret);
    return this.#tokens.exchange(token);
  }

  /** The access that a signed request for a token has. Throws `ValidationError`, `NotFound`, `Unauthorized`. */
  async access(request: SignedRequest): Promise<AccessToken> {
    const parameters = oauthParameters(request.authorization);
    const token = await this.#tokens.get(parameter(parameters, 'oauth_token'));
    const consumerId = parameters.get('oauth_consumer_key');
    if (token.consumerId !== consumerId) throw new Unauthorized('Could not validate the access token');
    this.#assertSigned(request, parameters, await this.#secretOf(consumerId), token.secret);
    return token;
  }

  async #secretOf(consumerId: string): Promise<string> {
    try {
      return (await this.#consumers.getWithSecret(consumerId)).secret;
    } catch (error) {
      if (isNotFound(error)) throw new Unauthorized('Provided consumer does not exist.');
      throw error;
    }
  }

  #assertSigned(
    request: SignedRequest,
    parameters: ReadonlyMap<string, string>,
    consumerSecret: string,
    tokenSecret: string,
  ): void {
    const timestamp = Number(parameters.get('oauth_timestamp'));
    const apart = Math.abs(this.#environment.now() / 1000 - timestamp);
    if (!(apart <= CLOCK_TOLERANCE) || !isSignedWith(request, consumerSecret, tokenSecret))
      throw new Unauthorized('Invalid signature');
  }
}

function parameter(parameters: ReadonlyMap<string, string>, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === '') throw expected(name, 'request');
  return value;
}
