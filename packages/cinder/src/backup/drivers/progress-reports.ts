// SPDX-License-Identifier: Apache-2.0

export interface ProgressSettings {
  /** Seconds between two reports; undefined for none on a timer. */
  readonly interval: number | undefined;
  /** Objects after which one is made. */
  readonly objects: number;
}

/** Says how far a backup has come: on a timer, and after so many objects (both at once, as upstream). */
export class ProgressReports {
  readonly #report: (percent: number) => void;
  readonly #settings: ProgressSettings;
  readonly #total: number;
  #timer: NodeJS.Timeout | undefined;
  #done = 0;
  #objects = 0;

  /** @param total - bytes of the volume */
  constructor(total: number, settings: ProgressSettings, report: (percent: number) => void) {
    this.#total = total;
    this.#settings = settings;
    this.#report = report;
  }

  start(): void {
    if (this.#settings.interval === undefined || this.#settings.interval <= 0) return;
    this.#timer = setInterval(() => this.#report(this.#percent()), this.#settings.interval * 1000);
    this.#timer.unref();
  }

  /** @param bytes - of the volume that are done, from its beginning */
  reached(bytes: number): void {
    this.#done = bytes;
    this.#objects += 1;
    if (this.#objects < this.#settings.objects) return;
    this.#objects = 0;
    this.#report(this.#percent());
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #percent(): number {
    return this.#total === 0 ? 100 : (this.#done * 100) / this.#total;
  }
}
