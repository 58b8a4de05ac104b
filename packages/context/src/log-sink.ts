// SPDX-License-Identifier: Apache-2.0
import { closeSync, openSync, statSync } from 'node:fs';
import { ConfigurationError } from '@stackport/config';
import { pino } from 'pino';
import type { LogRotation } from './log-rotation.js';

/** Where lines go; a failure to write one never reaches who logs. */
export interface LogSink {
  /** @param text - with its line feed. @param now - milliseconds since 1970. */
  write(text: string, now: number): void;
  /** Opens the file anew, after it was moved away. */
  reopen(): void;
  close(): void;
}

/** How often a file is looked at to see whether it was moved, in milliseconds. */
const WATCH_INTERVAL = 1000;

/** One of the process's own streams: 1 or 2. */
export function streamSink(descriptor: 1 | 2): LogSink {
  const destination = pino.destination({ dest: descriptor, sync: true });
  // A reader that has gone away (EPIPE) must not end the service.
  destination.on('error', () => undefined);
  return {
    write: (text) => void destination.write(text),
    reopen: () => undefined,
    close: () => flush(destination),
  };
}

/** Writes of a caller: tests, and programs that show lines elsewhere. */
export function callerSink(write: (text: string) => void): LogSink {
  return { write, reopen: () => undefined, close: () => undefined };
}

/**
 * A file, written synchronously so that nothing is lost when the process ends. It is opened anew when something else
 * is in its place (logrotate), as Python's WatchedFileHandler does, though not looked for with every line.
 * @param complain - takes word of lines that could not be written, once until one can be again.
 * @throws ConfigurationError where the file cannot be opened.
 */
export function fileSink(
  path: string,
  rotation: LogRotation | undefined,
  complain: (message: string) => void,
): LogSink {
  try {
    closeSync(openSync(path, 'a'));
  } catch (error) {
    throw new ConfigurationError({
      message: `log file ${path} cannot be opened: ${(error as Error).message}`,
      option: 'log_file',
      group: 'DEFAULT',
    });
  }
  const destination = pino.destination({ dest: path, sync: true, append: true });
  let failed = false;
  const report = (error: Error): void => {
    if (!failed) complain(`log file ${path}: ${error.message}`);
    failed = true;
  };
  destination.on('error', report);
  let identity = identityOf(path);
  let size = identity?.size ?? 0;
  let watched = Date.now();

  const reopen = (): void => {
    destination.reopen();
    identity = identityOf(path);
    size = identity?.size ?? 0;
  };
  const watch = (now: number): void => {
    if (now - watched < WATCH_INTERVAL) return;
    watched = now;
    const current = identityOf(path);
    if (current === undefined || current.ino !== identity?.ino || current.dev !== identity.dev) reopen();
    else size = current.size;
  };
  return {
    write(text, now) {
      try {
        watch(now);
        const length = rotation === undefined ? 0 : Buffer.byteLength(text);
        if (rotation?.isDue(size, length, now) === true) {
          rotation.rotate(now);
          reopen();
        }
        size += length;
        destination.write(text);
        failed = false;
      } catch (error) {
        report(error as Error);
      }
    },
    reopen() {
      try {
        reopen();
      } catch (error) {
        report(error as Error);
      }
    },
    close() {
      flush(destination);
      destination.end();
    },
  };
}

function identityOf(path: string): { ino: number; dev: number; size: number } | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function flush(destination: { flushSync(): void }): void {
  try {
    destination.flushSync();
  } catch {
    // There is nobody left to tell.
  }
}
