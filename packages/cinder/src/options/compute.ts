// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';
import { declareClientOptions } from '@stackport/keystone';

/** `[nova]`: how the Compute service is reached, as a session reads it. */
export const novaClientOptions = declareClientOptions('nova');

/** `[nova]`: what is not of a session. */
export const novaOptions = declareOptions('nova', {
  token_auth_url: option.string({ help: 'URL of the identity service, where the user’s token is not enough.' }),
});

/** `[service_user]`: whose token goes along on users' behalf. */
export const serviceUserClientOptions = declareClientOptions('service_user');

/** `[service_user]`: what is not of a session. */
export const serviceUserOptions = declareOptions('service_user', {
  send_service_user_token: option.boolean({
    default: false,
    help: 'Whether requests to other services carry a service token, so that a user’s token may be over by then.',
  }),
});
