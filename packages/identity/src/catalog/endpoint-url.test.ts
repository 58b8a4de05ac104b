// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { ValidationError } from '../errors.js';
import { assertEndpointUrl, formatEndpointUrl } from './endpoint-url.js';

const context = { projectId: 'p1', userId: 'u1', publicHost: 'cloud.example' };

describe("an endpoint's URL", () => {
  it('is filled in for whom it is shown', () => {
    expect(formatEndpointUrl('http://h:8776/v3/$(project_id)s', context)).toBe('http://h:8776/v3/p1');
    expect(formatEndpointUrl('http://h/%(tenant_id)s/$(user_id)s', context)).toBe('http://h/p1/u1');
    expect(formatEndpointUrl('http://$(public_host)s:9292', context)).toBe('http://cloud.example:9292');
    expect(formatEndpointUrl('http://h/100%%', context)).toBe('http://h/100%');
    expect(formatEndpointUrl('http://h/plain$', context)).toBe('http://h/plain$');
  });

  it('is left out where a value is missing or it is malformed', () => {
    expect(formatEndpointUrl('http://h/$(project_id)s', { publicHost: 'h' })).toBeUndefined();
    for (const url of ['http://h/$(nobody)s', 'http://h/%(project_id)', 'http://h/50%', 'http://h/$(public_endpoint)s'])
      expect(formatEndpointUrl(url, context)).toBeUndefined();
  });

  it('is refused when its placeholders are unknown', () => {
    expect(() => assertEndpointUrl('http://h/$(nobody)s')).toThrow(
      new ValidationError('Cannot create an endpoint with an invalid URL: http://h/$(nobody)s.'),
    );
    expect(() => assertEndpointUrl('http://h/$(tenant_id)s')).not.toThrow();
  });
});
