// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { baseString, isSignedWith, oauthParameters } from './signature.js';

// OAuth Core 1.0, appendix A.5: the example every implementation agrees on.
const authorization =
  'OAuth realm="http://photos.example.net/", oauth_consumer_key="dpf43f3p2l4k3l03", oauth_token="nnch734d00sl2jdk", ' +
  'oauth_signature_method="HMAC-SHA1", oauth_signature="tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D", oauth_timestamp="1191242096", ' +
  'oauth_nonce="kllo9940pd9333jh", oauth_version="1.0"';
const request = {
  method: 'GET',
  url: 'http://photos.example.net/photos',
  query: new URLSearchParams('file=vacation.jpg&size=original'),
  authorization,
};

describe('an OAuth 1.0 signature', () => {
  it('is the one of the specification', () => {
    expect(isSignedWith(request, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe(true);
  });

  it('does not hold with another secret, URL, query or method', () => {
    expect(isSignedWith(request, 'kd94hf93k423kf45', 'pfkkdhi9sl3r4s00')).toBe(false);
    expect(isSignedWith(request, 'kd94hf93k423kf44', '')).toBe(false);
    expect(
      isSignedWith({ ...request, url: 'http://photos.example.net/other' }, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00'),
    ).toBe(false);
    expect(
      isSignedWith({ ...request, query: new URLSearchParams('file=x') }, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00'),
    ).toBe(false);
    expect(isSignedWith({ ...request, authorization: undefined }, 'kd94hf93k423kf44', 'pfkkdhi9sl3r4s00')).toBe(false);
  });

  it('is made over sorted, encoded parameters', () => {
    expect(baseString(request, oauthParameters(authorization))).toBe(
      'GET&http%3A%2F%2Fphotos.example.net%2Fphotos&file%3Dvacation.jpg%26oauth_consumer_key%3Ddpf43f3p2l4k3l03%26oauth_nonce%3D' +
        'kllo9940pd9333jh%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D1191242096%26oauth_token%3Dnnch734d00sl2jdk%26' +
        'oauth_version%3D1.0%26size%3Doriginal',
    );
  });
});
