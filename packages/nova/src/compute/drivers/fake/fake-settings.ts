// SPDX-License-Identifier: Apache-2.0
import { BuildAbortException, ComputeResourcesUnavailable, VirtualInterfaceCreateException } from '../errors.js';
import type { DriverCapabilities } from '../capabilities.js';
import type { GuestDescription } from '../guest.js';

/** What a host of fake guests is. */
export interface FakeDriverSettings {
  /** `[DEFAULT] host` */
  readonly host: string;
  /** Names of the hypervisors; upstream's where none are given: the host's, and `fake-mini` for a host called `compute`. */
  readonly nodes?: readonly string[];
  readonly hostIp?: string;
  readonly blockStorageIp?: string;
  readonly vcpus?: number;
  /** MiB. */
  readonly memoryMb?: number;
  /** GiB. */
  readonly localGb?: number;
  readonly capabilities?: Partial<DriverCapabilities>;
  /** `[compute] image_type_exclude_list` */
  readonly excludedImageTypes?: readonly string[];
  /** Where guests are kept from one start to the next; in memory without it. */
  readonly stateFolder?: string;
  /** Whether a node's uuid is made of its name. */
  readonly hasPredictableNodeUuid?: boolean;
  /** Whether a live migration waits until it is forced to its end or aborted. */
  readonly liveMigrationWaits?: boolean;
  /** What stands against a guest's start; undefined where nothing does. */
  readonly spawnFault?: (guest: GuestDescription) => Error | undefined;
  readonly finishMigrationFault?: (guest: GuestDescription) => Error | undefined;
}

export type FakeVariant = Omit<FakeDriverSettings, 'host'>;

const small = { vcpus: 2, memoryMb: 8192, localGb: 1028 };
const medium = { ...small, vcpus: 10 };

/**
 * upstream's classes of fake drivers, by the name that `compute_driver` has. Each call makes settings of their own; hosts
 * that shall fail a guest's first start only once between them are given the same ones.
 */
const variants: Readonly<Record<string, () => FakeVariant>> = {
  'fake.FakeDriver': () => ({}),
  'fake.SmallFakeDriver': () => small,
  'fake.MediumFakeDriver': () => medium,
  'fake.SameHostColdMigrateDriver': () => ({ ...medium, capabilities: { supportsMigrateToSameHost: true } }),
  'fake.RescueBFVDriver': () => ({ ...medium, capabilities: { supportsBfvRescue: true } }),
  'fake.PredictableNodeUUIDDriver': () => ({ ...small, hasPredictableNodeUuid: true }),
  'fake.FakeFinishMigrationFailDriver': () => ({ finishMigrationFault: () => new VirtualInterfaceCreateException() }),
  'fake.FakeRescheduleDriver': () => ({ spawnFault: firstStartFails() }),
  'fake.FakeBuildAbortDriver': () => ({
    spawnFault: ({ uuid }) => new BuildAbortException(uuid, 'FakeBuildAbortDriver'),
  }),
  'fake.FakeLiveMigrateDriver': () => ({ liveMigrationWaits: true }),
  // Every fake driver counts the images that it was asked to fetch.
  'fake.FakeDriverWithCaching': () => ({}),
};

/** The settings of one of upstream's fake drivers (nova/virt/fake.py); undefined for a name that is none of theirs. */
export function fakeVariant(computeDriver: string): FakeVariant | undefined {
  return Object.hasOwn(variants, computeDriver) ? variants[computeDriver]?.() : undefined;
}

function firstStartFails(): (guest: GuestDescription) => Error | undefined {
  const failed = new Set<string>();
  return ({ uuid }) => {
    if (failed.has(uuid)) return undefined;
    failed.add(uuid);
    return new ComputeResourcesUnavailable('FakeRescheduleDriver');
  };
}
