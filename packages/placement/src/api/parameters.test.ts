// SPDX-License-Identifier: Apache-2.0
import { Request } from '@stackport/wsgi';
import { describe, expect, it } from 'vitest';
import { parseCandidateQuery } from './candidate-parameters.js';
import { Fault } from './fault.js';
import { acceptsJson } from './media-types.js';
import { parseAggregates, parseResources, parseTraits } from './parameters.js';
import { Query } from './query.js';
import { isUuidLike, normalUuid } from './schemas/common.js';

const A = '0a0a0a0a-0000-4000-8000-000000000001';
const B = '0a0a0a0a-0000-4000-8000-000000000002';

function query(text: string): Query {
  return new Query(Request.blank(`/x?${text}`));
}

/** What a client is told of it. */
function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof Fault) return error.detail;
    throw error;
  }
  return '';
}

describe('parseResources', () => {
  it('reads amounts by class; of a class that is named twice, the last counts', () => {
    expect(parseResources('VCPU:2,MEMORY_MB:1024,VCPU:3')).toEqual(
      new Map([
        ['VCPU', 3],
        ['MEMORY_MB', 1024],
      ]),
    );
  });

  it.each([
    [
      '',
      'Badly formed resources parameter. Expected resources query string parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: empty string.',
    ],
    [
      'VCPU',
      'Badly formed resources parameter. Expected resources query string parameter in form: ?resources=VCPU:2,MEMORY_MB:1024. Got: VCPU.',
    ],
    ['VCPU:two', 'Requested resource VCPU expected positive integer amount. Got: two.'],
    ['VCPU:-1', 'Requested resource VCPU requires amount >= 1. Got: -1.'],
  ])('refuses %j', (text, message) => {
    expect(refusal(() => parseResources(text))).toBe(message);
  });
});

describe('parseTraits', () => {
  it('reads what has to be there, and what must not', () => {
    expect(parseTraits(query('required=A,!B, C'), '', 1022)).toEqual({
      required: [new Set(['A']), new Set(['C'])],
      forbidden: new Set(['B']),
    });
  });

  it('reads alternatives, and several parameters, from 1.39 on', () => {
    expect(parseTraits(query('required1=in:A,B&required1=C&required=D'), '1', 1039)).toEqual({
      required: [new Set(['A', 'B']), new Set(['C'])],
      forbidden: new Set(),
    });
    expect(parseTraits(query('required1=A&required1=C'), '1', 1038).required).toEqual([new Set(['C'])]);
    expect(refusal(() => parseTraits(query('required=in:A'), '', 1038))).toContain(
      'only supported since microversion 1.39',
    );
  });

  it.each(['A,,B', '!', ''])('refuses %j', (text) => {
    expect(refusal(() => parseTraits(query(`required=${text}`), '', 1039))).toContain('Got an empty trait in: ');
  });
});

describe('parseAggregates', () => {
  it('reads one, one of several, and none of several', () => {
    const wanted = parseAggregates(query(`member_of=${A}&member_of=in:${A},${B}&member_of=!in:${B}`), '', 1032);
    expect(wanted).toEqual({ required: [new Set([A]), new Set([A, B])], forbidden: new Set([B]) });
  });

  it.each([
    [`member_of=${A},${B}`, 1039, "must be prefixed with the 'in:' or '!in:' keyword"],
    [`member_of=${A}&member_of=${B}`, 1023, 'Multiple member_of parameters are not supported'],
    [`member_of=!${A}`, 1031, 'Forbidden member_of parameters are not supported'],
    ['member_of=in:x', 1039, 'to contain valid UUID(s). Got: x'],
  ])('refuses %s in %d', (text, version, message) => {
    expect(refusal(() => parseAggregates(query(text), '', version))).toContain(message);
  });
});

describe('parseCandidateQuery', () => {
  it('puts parameters of one suffix into one group', () => {
    const { groups, groupPolicy, limit } = parseCandidateQuery(
      query(`resources_A=VCPU:1&required_A=X&resources=DISK_GB:5&in_tree_A=${A}&group_policy=isolate&limit=7`),
      1039,
    );
    expect(groups.map(({ suffix }) => suffix)).toEqual(['_A', '']);
    expect(groups[0]).toMatchObject({ resources: new Map([['VCPU', 1]]), required: [new Set(['X'])], inTree: A });
    expect([groupPolicy, limit]).toEqual(['isolate', 7]);
  });

  it.each([
    ['resources1=VCPU:1&resources2=VCPU:1', 1039, 'The "group_policy" parameter is required'],
    ['resources=VCPU:1&required1=X', 1035, 'Found the following orphaned traits keys: required1'],
    [`resources=VCPU:1&member_of1=${A}`, 1035, 'Found the following orphaned member_of keys: member_of1'],
    [`resources=VCPU:1&in_tree1=${A}`, 1035, 'All request groups must specify resources.'],
    ['group_policy=none', 1035, 'At least one request group'],
    ['required1=X', 1036, 'There must be at least one resources or resources[$S] parameter.'],
    ['resources=VCPU:1&required1=X', 1036, "bad group(s) - ['1']."],
    ['resources1=VCPU:1&same_subtree=1,2', 1036, "['2'] not found in ['1']."],
    [
      'resources=VCPU:1&required=X,!X',
      1022,
      'Conflicting required and forbidden traits found in the following traits keys: required: (X)',
    ],
  ])('refuses %s in %d', (text, version, message) => {
    expect(refusal(() => parseCandidateQuery(query(text), version))).toContain(message);
  });
});

describe('uuids', () => {
  it('are taken in many forms, and kept in one', () => {
    const bare = A.replaceAll('-', '');
    for (const form of [A, bare, A.toUpperCase(), `{${A}}`, `urn:uuid:${A}`]) {
      expect(isUuidLike(form)).toBe(true);
      expect(normalUuid(form)).toBe(A);
    }
    for (const form of ['', 'x', A.slice(1), `${A}0`]) expect(isUuidLike(form)).toBe(false);
  });
});

describe('acceptsJson', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['*/*', true],
    ['application/*;q=0.5', true],
    ['text/html, application/json;q=0.1', true],
    ['text/html', false],
    ['application/json;q=0', false],
    ['application/json;q=0, */*', false],
  ])('of %j is %s', (accept, expected) => {
    expect(acceptsJson(accept)).toBe(expected);
  });
});
