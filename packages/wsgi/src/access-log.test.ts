// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { compileLogFormat, defaultLogFormat, logTime } from './access-log.js';

const entry = {
  client_ip: '10.0.0.1',
  client_port: 4711,
  date_time: '21/Nov/2026 10:53:46',
  request_line: 'GET /v2 HTTP/1.1',
  status_code: 200,
  body_length: 1177,
  wall_seconds: 0.0009921,
};

describe('access log', () => {
  it("writes eventlet's line (G0-15)", () => {
    const line = '10.0.0.1 - - [21/Nov/2026 10:53:46] "GET /v2 HTTP/1.1" 200 1177 0.000992';
    expect(compileLogFormat(defaultLogFormat)(entry)).toBe(line);
  });

  it("writes nova's format (N4-10)", () => {
    const format =
      '%(client_ip)s "%(request_line)s" status: %(status_code)s len: %(body_length)s time: %(wall_seconds).7f';
    expect(compileLogFormat(format)(entry)).toBe('10.0.0.1 "GET /v2 HTTP/1.1" status: 200 len: 1177 time: 0.0009921');
  });

  it.each([
    ['%(body_length)d bytes', '1177 bytes'],
    ['[%(body_length)6d]', '[  1177]'],
    ['[%(status_code)-5s]', '[200  ]'],
    ['100 %% of %(client_port)s', '100 % of 4711'],
    ['%(wall_seconds)f', '0.000992'],
    ['no value', 'no value'],
  ])('formats %s as Python does', (format, line) => {
    expect(compileLogFormat(format)(entry)).toBe(line);
  });

  it('refuses a name without a value, naming those that there are', () => {
    expect(() => compileLogFormat('%(user)s')).toThrow(/user; there are client_ip, .*wall_seconds/);
  });

  it('writes the time as Python does', () => {
    expect(logTime(new Date(2026, 0, 2, 3, 4, 5))).toBe('02/Jan/2026 03:04:05');
  });
});
