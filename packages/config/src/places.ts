// SPDX-License-Identifier: Apache-2.0
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where to look: the parts of a process's surroundings that oslo.config's search depends on. */
export interface Surroundings {
  readonly project: string;
  readonly program: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `/`, unless the system's folders are below another one. */
  readonly root: string;
}

/** An absolute path, `~` being the home directory. */
export function absolutePath(path: string, environment: NodeJS.ProcessEnv): string {
  const home = environment.HOME ?? homedir();
  if (path === '~') return resolve(home);
  return resolve(path.startsWith('~/') ? join(home, path.slice(2)) : path);
}

/** `~/.project`, `~`, `/etc/project`, `/etc` and, in a snap, its two folders: most particular first. */
export function standardDirectories({ project, environment, root }: Surroundings): readonly string[] {
  const etc = join(root, 'etc');
  const snaps = [environment.SNAP_COMMON, environment.SNAP].filter((path) => path !== undefined && path !== '');
  return [
    absolutePath(`~/.${project}`, environment),
    absolutePath('~', environment),
    join(etc, project),
    etc,
    ...snaps.map((path) => join(path as string, 'etc', project)),
  ];
}

/**
 * The files that are read where no `--config-file` is given, later ones winning: the distribution's own
 * (`/usr/share/glance/glance-api-dist.conf`), then the first `<project>.conf` and the first `<program>.conf` found.
 */
export function findConfigFiles(where: Surroundings): readonly string[] {
  const share = join(where.root, 'usr', 'share', where.project);
  return [
    ...names(where).map((name) => firstExisting([share], `${name}-dist.conf`)),
    ...names(where).map((name) => firstExisting(standardDirectories(where), `${name}.conf`)),
  ].filter((path) => path !== undefined);
}

/** The folders that are read where no `--config-dir` is given: the first `<project>.conf.d` and `<program>.conf.d`. */
export function findConfigDirectories(where: Surroundings): readonly string[] {
  return names(where)
    .map((name) => firstExisting(standardDirectories(where), `${name}.conf.d`))
    .filter((path) => path !== undefined);
}

/** The first of the folders that has something of that name; an absolute name stands for itself. */
export function firstExisting(directories: readonly string[], name: string): string | undefined {
  return directories.map((directory) => resolve(directory, name)).find((path) => existsSync(path));
}

function names({ project, program }: Surroundings): readonly string[] {
  return project === program ? [project] : [project, program];
}
