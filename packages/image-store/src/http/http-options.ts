// SPDX-License-Identifier: Apache-2.0
import { type Values, option } from '@stackport/config';

export const httpOptions = {
  https_ca_certificates_file: option.string({
    help: 'File with the authorities that certificates of servers are checked against; https_insecure is not looked at then.',
  }),
  https_insecure: option.boolean({
    default: true,
    help: "Takes any certificate. False checks it against the system's authorities.",
  }),
  http_proxy_information: option.dict({
    default: {},
    help: 'Proxies by scheme: http:10.0.0.1:3128, https:10.0.0.1:1080.',
  }),
};

export type HttpOptions = Values<typeof httpOptions>;
