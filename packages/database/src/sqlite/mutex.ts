// SPDX-License-Identifier: Apache-2.0

interface Waiter {
  admit(): void;
  timer: NodeJS.Timeout;
}

/** Raised when a lock was not free in time. */
export class MutexTimeoutError extends Error {
  override name = 'MutexTimeoutError';
}

/** One holder at a time, first come first served, with a bound on the wait. */
export class Mutex {
  private held = false;
  private readonly waiters: Waiter[] = [];

  /**
   * @param timeout - milliseconds
   * @returns the function that gives the lock back; calling it again does nothing
   * @throws MutexTimeoutError after the timeout
   */
  async acquire(timeout: number): Promise<() => void> {
    if (this.held) await this.wait(timeout);
    this.held = true;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.release();
    };
  }

  private wait(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        admit: resolve,
        timer: setTimeout(() => {
          this.waiters.splice(this.waiters.indexOf(waiter), 1);
          reject(new MutexTimeoutError(`the database's write lock was not free within ${timeout} ms`));
        }, timeout),
      };
      this.waiters.push(waiter);
    });
  }

  private release(): void {
    const next = this.waiters.shift();
    if (next === undefined) {
      this.held = false;
      return;
    }
    // The lock passes on without becoming free in between, so nobody can overtake.
    clearTimeout(next.timer);
    next.admit();
  }
}
