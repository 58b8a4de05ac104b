// SPDX-License-Identifier: Apache-2.0
import { Forbidden, Invalid, InvalidStatusTransition, ProtectedImageDelete } from '../errors.js';

export type ImageStatus =
  'queued' | 'saving' | 'uploading' | 'importing' | 'active' | 'killed' | 'deleted' | 'pending_delete' | 'deactivated';

export type Visibility = 'public' | 'private' | 'shared' | 'community';

/** Where bytes of an image are. */
export interface ImageLocation {
  /** Row id; absent until it is stored. */
  readonly id?: number;
  readonly url: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: string;
}

/** Upstream's domain/__init__.py (Zed), Image.valid_state_targets. */
const TRANSITIONS: Readonly<Record<ImageStatus, readonly ImageStatus[]>> = {
  queued: ['saving', 'uploading', 'importing', 'active', 'deleted'],
  saving: ['active', 'killed', 'deleted', 'queued'],
  uploading: ['importing', 'queued', 'deleted'],
  importing: ['active', 'deleted', 'queued'],
  active: ['pending_delete', 'deleted', 'deactivated'],
  killed: ['deleted'],
  pending_delete: ['deleted', 'active'],
  deleted: [],
  deactivated: ['active', 'deleted'],
};

export interface ImageFields {
  readonly id: string;
  name: string | null;
  status: ImageStatus;
  visibility: Visibility;
  /** Bytes; null until data is stored. */
  size: number | null;
  virtualSize: number | null;
  checksum: string | null;
  osHashAlgo: string | null;
  osHashValue: string | null;
  diskFormat: string | null;
  containerFormat: string | null;
  /** GiB. */
  minDisk: number;
  /** MiB. */
  minRam: number;
  owner: string | null;
  protected: boolean;
  osHidden: boolean;
  readonly createdAt: Date;
  updatedAt: Date;
  /** What the user added, by name. */
  properties: Record<string, string | null>;
  tags: string[];
  locations: ImageLocation[];
  /** The project as whose member the caller sees a shared image; null for all others. */
  readonly member: string | null;
}

/** An image with the rules of its states; loaded, changed and saved by the repository. */
export class Image {
  readonly #fields: ImageFields;

  constructor(fields: ImageFields) {
    this.#fields = fields;
  }

  /** Values as they stand; change them through the methods below. */
  get fields(): Readonly<ImageFields> {
    return this.#fields;
  }

  get id(): string {
    return this.#fields.id;
  }

  get status(): ImageStatus {
    return this.#fields.status;
  }

  /**
   * Moves to another state. Throws `InvalidStatusTransition`, and `Invalid` where data would come in before the two
   * formats are known. Back in `queued` an image has no size.
   */
  transitionTo(next: ImageStatus): void {
    const { status } = this.#fields;
    if (!TRANSITIONS[status].includes(next)) throw new InvalidStatusTransition(status, next);
    if (['queued', 'uploading'].includes(status) && ['saving', 'active', 'importing'].includes(next))
      this.#requireFormats();
    if (next === 'queued') {
      this.#fields.size = null;
      this.#fields.virtualSize = null;
    }
    this.#fields.status = next;
  }

  #requireFormats(): void {
    const missing: string[] = [];
    if (!this.#fields.diskFormat) missing.push('disk_format');
    if (!this.#fields.containerFormat) missing.push('container_format');
    if (missing.length > 0)
      throw new Invalid(
        `${missing.length === 1 ? 'Property' : 'Properties'} ${missing.join(', ')} must be set prior to saving data.`,
      );
  }

  /** Sets what a user may set. Throws `Forbidden` for a format once there is data, `Invalid` for a negative minimum. */
  set<
    K extends
      | 'name'
      | 'visibility'
      | 'diskFormat'
      | 'containerFormat'
      | 'minDisk'
      | 'minRam'
      | 'owner'
      | 'protected'
      | 'osHidden'
      | 'tags',
  >(field: K, value: ImageFields[K]): void {
    if ((field === 'diskFormat' || field === 'containerFormat') && !['queued', 'importing'].includes(this.status))
      throw new Forbidden(
        `Attribute ${field === 'diskFormat' ? 'disk_format' : 'container_format'} can be only replaced for a queued image.`,
      );
    if ((field === 'minDisk' || field === 'minRam') && (value as number) < 0)
      throw new Invalid(
        `Invalid value '${String(value)}' for parameter '${field === 'minDisk' ? 'min_disk' : 'min_ram'}': Cannot be a negative value`,
      );
    this.#fields[field] = field === 'tags' ? ([...new Set(value as string[])] as ImageFields[K]) : value;
  }

  setProperty(name: string, value: string | null): void {
    this.#fields.properties[name] = value;
  }

  /** False where the image has no such property. */
  removeProperty(name: string): boolean {
    if (!Object.hasOwn(this.#fields.properties, name)) return false;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a property's name is data
    delete this.#fields.properties[name];
    return true;
  }

  setLocations(locations: readonly ImageLocation[]): void {
    this.#fields.locations = [...locations];
  }

  /** Takes over what the store says of data that it has. */
  setData(data: Partial<Pick<ImageFields, 'size' | 'virtualSize' | 'checksum' | 'osHashAlgo' | 'osHashValue'>>): void {
    Object.assign(this.#fields, data);
  }

  /** The repository tells what it stored. */
  setStored(updatedAt: Date): void {
    this.#fields.updatedAt = updatedAt;
  }

  /** Throws `Forbidden` unless the image is active or deactivated already. */
  deactivate(): void {
    if (this.status === 'active') this.transitionTo('deactivated');
    else if (this.status !== 'deactivated')
      throw new Forbidden(`Not allowed to deactivate image in status '${this.status}'`);
  }

  /** Throws `Forbidden` unless the image is deactivated or active already. */
  reactivate(): void {
    if (this.status === 'deactivated') this.transitionTo('active');
    else if (this.status !== 'active')
      throw new Forbidden(`Not allowed to reactivate image in status '${this.status}'`);
  }

  /** Marks as deleted. Throws `ProtectedImageDelete`. */
  delete(): void {
    if (this.#fields.protected) throw new ProtectedImageDelete(this.id);
    this.transitionTo('deleted');
  }
}
