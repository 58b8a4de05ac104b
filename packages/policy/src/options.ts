// SPDX-License-Identifier: Apache-2.0
import { declareOptions, option } from '@stackport/config';

/** `[oslo_policy]` as of oslo.policy 4.0, with policy.yaml as the services of Zed set it. */
export const policyOptions = declareOptions('oslo_policy', {
  enforce_scope: option.boolean({
    default: false,
    help: 'Refuse a token whose scope is none of those that the policy names. Otherwise such a request is only logged.',
  }),
  enforce_new_defaults: option.boolean({
    default: false,
    help: 'Leave the deprecated defaults out; otherwise a request passes that passes either the old or the new one.',
  }),
  policy_file: option.string({
    default: 'policy.yaml',
    help: 'File of rules that go before the defaults; a relative path is looked for beside the configuration files.',
    deprecated: [{ group: 'DEFAULT', name: 'policy_file' }],
  }),
  policy_default_rule: option.string({
    default: 'default',
    help: 'The rule that stands for one that does not exist.',
    deprecated: [{ group: 'DEFAULT', name: 'policy_default_rule' }],
  }),
  policy_dirs: option.multiString({
    default: ['policy.d'],
    help: 'Folders of further files, read in the order of their names after the policy file. Missing ones are passed over.',
    deprecated: [{ group: 'DEFAULT', name: 'policy_dirs' }],
  }),
  remote_content_type: option.choice(['application/x-www-form-urlencoded', 'application/json'], {
    default: 'application/x-www-form-urlencoded',
    help: 'What http: and https: checks send.',
  }),
  remote_ssl_verify_server_crt: option.boolean({
    default: false,
    help: 'Verify the server of https: checks.',
  }),
  remote_ssl_ca_crt_file: option.string({ help: 'Absolute path of the CA for https: checks.' }),
  remote_ssl_client_crt_file: option.string({
    help: 'Absolute path of the client certificate for https: checks.',
  }),
  remote_ssl_client_key_file: option.string({ help: 'Absolute path of the key of the client certificate.' }),
});
