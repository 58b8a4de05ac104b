// SPDX-License-Identifier: Apache-2.0
import type { Answer } from '../client.js';
import { differences } from '../recorded-requests.js';

const READ = ['content-type', 'vary', 'www-authenticate', 'allow', 'x-subject-token'] as const;

/** Where our answer differs from keystone's: in its status, the headers that clients read, its form, or what a fault says. */
export function compare(request: string, theirs: Answer, ours: Answer): readonly string[] {
  // Here nothing takes the body away that goes with HEAD; keystone has a server before it that does.
  if (/^\w+ HEAD /.test(request)) return differences(theirs.status, ours.status, '/status');
  return differences(facts(theirs), facts(ours)).concat(formDiffers(parsed(theirs), parsed(ours)) ? ['/body'] : []);
}

function facts(answer: Answer): object {
  const headers = READ.map((name) => [name, answer.headers.get(name) ?? null] as const);
  const { error } = (parsed(answer) ?? {}) as { error?: { message?: string } };
  const [message] = (error?.message ?? '').split('\n');
  return {
    status: answer.status,
    ...Object.fromEntries(headers.map(([name, value]) => [name, value === null ? null : general(name, value)])),
    // Upstream's goes on with the whole schema as Python prints it.
    message: message?.replaceAll(/[0-9a-f]{32}/g, '<id>'),
  };
}

/** A header without what is another in each service: its URL, its tokens. */
function general(name: string, value: string): string {
  if (name === 'x-subject-token') return '<token>';
  // Upstream's are in the order of a set.
  if (name === 'allow') return value.split(', ').sort().join(', ');
  if (name === 'content-type') return value.split(';')[0] ?? '';
  return value.replace(/http:\/\/[^/"]+/, '<url>');
}

function parsed(answer: Answer): unknown {
  try {
    return answer.json();
  } catch {
    return answer.text === '' ? '' : '<bytes>';
  }
}

/** Whether names and types differ; null may stand for anything, an empty list for a full one, and the order for none. */
function formDiffers(theirs: unknown, ours: unknown): boolean {
  if (theirs === null || ours === null) return false;
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    if (theirs.length === 0 || ours.length === 0) return false;
    const isIn = (one: unknown, list: readonly unknown[]): boolean => list.some((other) => !formDiffers(one, other));
    return !theirs.every((one) => isIn(one, ours)) || !ours.every((one) => isIn(one, theirs));
  }
  if (typeof theirs !== 'object' || typeof ours !== 'object') return typeof theirs !== typeof ours;
  const [left, right] = [theirs as Record<string, unknown>, ours as Record<string, unknown>];
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return true;
  // What is named by ids has other names in each.
  const isById = names.every((name) => /^[0-9a-f]{32}$/.test(name));
  return !isById && names.some((name) => !(name in right) || formDiffers(left[name], right[name]));
}
