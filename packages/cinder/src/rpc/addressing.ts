// SPDX-License-Identifier: Apache-2.0

/** `host@backend` of `host@backend#pool` (upstream's extract_host, level backend). */
export function backendOf(host: string): string {
  return host.split('#', 1)[0] as string;
}

/** `host` of `host@backend#pool` (level host). */
export function shortHostOf(host: string): string {
  return backendOf(host).split('@', 1)[0] as string;
}

/** `pool` of `host@backend#pool`, undefined where it names none (level pool). */
export function poolOf(host: string): string | undefined {
  const hash = host.indexOf('#');
  return hash === -1 ? undefined : host.slice(hash + 1);
}
