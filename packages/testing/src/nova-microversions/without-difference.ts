// SPDX-License-Identifier: Apache-2.0

/** Microversions of which nothing is seen just below and at them, and why. */
export const withoutDifference: Readonly<Record<string, string>> = {
  '2.4': 'os-fixed-ips is gone in Zed: 410 in every microversion',
  '2.12': 'os-virtual-interfaces is gone in Zed: 410 in every microversion',
  '2.18': 'Zed has the routes without a project in every microversion',
  '2.27': 'Zed reads and answers both headers in every microversion',
  '2.46': 'Zed’s pipeline answers both names of the request’s id in every microversion',
  '2.72': 'needs a network service that promises bandwidth, whose ports no host here can bind',
};
