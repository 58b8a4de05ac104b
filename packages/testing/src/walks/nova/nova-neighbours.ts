// SPDX-License-Identifier: Apache-2.0
import { randomUUID } from 'node:crypto';
import { type Request, Response } from '@stackport/wsgi';
import { FakeTokenValidator } from '../../fake-token-validator.js';
import { ListeningApplication } from '../../listening-application.js';
import { NetworkService } from './network-service.js';

type Document = Record<string, unknown>;

const TIME = '2026-11-21T08:49:52Z';

/** The services beside Compute as it asks them, in memory: what others own is not there. */
export class NovaNeighbours {
  /** Knows the tokens that come with requests: Compute's own. */
  readonly validator = new FakeTokenValidator();
  readonly network = new NetworkService();
  readonly #documents = new Map<string, Document>();
  #changes = 0;
  #server: ListeningApplication | undefined;

  static async start(): Promise<NovaNeighbours> {
    const neighbours = new NovaNeighbours();
    neighbours.#server = await ListeningApplication.start((request) => neighbours.#answer(request));
    return neighbours;
  }

  /** What nova.conf says of them. */
  get values(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const url = this.#server?.url ?? '';
    return {
      glance: { api_servers: [url] },
      cinder: { endpoint_template: `${url}/v3/%(project_id)s` },
      neutron: { endpoint_override: url },
    };
  }

  /** How often a document was made, changed or deleted. */
  get changes(): number {
    return this.#changes + this.network.changes;
  }

  /** Of a project; public where there is none. @returns its id */
  image(owner?: string, values: Document = {}): string {
    return this.#keep('images', {
      ...{ name: 'image', status: 'active', disk_format: 'raw', container_format: 'bare', checksum: null, size: 1 },
      ...{ min_disk: 0, min_ram: 0, visibility: owner === undefined ? 'public' : 'private', owner: owner ?? 'nobody' },
      ...{ created_at: TIME, updated_at: TIME, protected: false, tags: [] },
      ...values,
    });
  }

  volume(owner: string, values: Document = {}): string {
    return this.#keep('volumes', {
      ...{
        name: 'volume',
        description: null,
        status: 'available',
        size: 1,
        availability_zone: 'nova',
        bootable: 'true',
      },
      ...{ multiattach: false, encrypted: false, volume_type: '__DEFAULT__', attachments: [], metadata: {} },
      ...{ snapshot_id: null, created_at: TIME, owner },
      ...values,
    });
  }

  /** A volume that a server has. */
  attachedVolume(
    owner: string,
    serverId: string,
    values: Document = {},
  ): { readonly id: string; readonly attachmentId: string } {
    const attachmentId = randomUUID();
    const attachments = [{ server_id: serverId, attachment_id: attachmentId, device: '/dev/sdb' }];
    const id = this.volume(owner, { status: 'in-use', attachments, ...values });
    this.#keep('attachments', { id: attachmentId, status: 'attached', connection_info: {}, owner });
    return { id, attachmentId };
  }

  snapshot(owner: string, volumeId = this.volume(owner)): string {
    const values = { name: 'snapshot', description: null, status: 'available', size: 1, created_at: TIME };
    return this.#keep('snapshots', { ...values, volume_id: volumeId, owner });
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  #keep(collection: string, document: Document): string {
    const id = typeof document.id === 'string' ? document.id : randomUUID();
    this.#documents.set(`${collection}/${id}`, { ...document, id });
    this.#changes += 1;
    return id;
  }

  async #answer(request: Request): Promise<Response> {
    const asker = await this.validator.validate(request.headers.get('x-auth-token') ?? '');
    const project = asker?.project?.id ?? '';
    const isAdmin = asker?.roles.some(({ name }) => name === 'admin') ?? false;
    const segments = request.pathInfo
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
    if (segments[0] === 'v2.0') return this.network.answer(request, segments.slice(1), { project, isAdmin });
    // `/v2/images/…` and `/v3/<project>/volumes/…`
    const [collection = '', id, part] = segments.slice(segments[0] === 'v2' ? 1 : 2);
    const isVisible = ({ owner, visibility }: Document): boolean =>
      isAdmin || owner === project || visibility === 'public';
    if (collection === 'os-availability-zone')
      return Response.json({ availabilityZoneInfo: [{ zoneName: 'nova', zoneState: { available: true } }] });
    if (request.method === 'POST' && id === undefined) return this.#create(request, collection, project, isVisible);
    if (id === undefined || id === 'detail')
      return Response.json({
        [collection]: [...this.#documents]
          .filter(([key, document]) => key.startsWith(`${collection}/`) && isVisible(document))
          .map(([, document]) => document),
      });
    const found = this.#documents.get(`${collection}/${id}`);
    if (found === undefined || !isVisible(found)) return missing();
    return this.#about(request, collection, found, part);
  }

  async #create(
    request: Request,
    collection: string,
    owner: string,
    isVisible: (document: Document) => boolean,
  ): Promise<Response> {
    const sent = (await request.json()) as Document;
    if (collection === 'images') return this.#shown(collection, this.image(owner, { ...sent, status: 'queued' }), 201);
    if (collection === 'volumes') return this.#shown(collection, this.volume(owner, sent.volume as Document), 202);
    const { volume_id, volume_uuid } = (sent.snapshot ?? sent.attachment) as Readonly<
      Record<string, string | undefined>
    >;
    const volumeId = volume_id ?? volume_uuid ?? '';
    const volume = this.#documents.get(`volumes/${volumeId}`);
    if (volume === undefined || !isVisible(volume)) return missing();
    if (collection === 'snapshots') return this.#shown(collection, this.snapshot(owner, volumeId), 202);
    return this.#shown(collection, this.#keep('attachments', { status: 'reserved', connection_info: {}, owner }), 200);
  }

  async #about(request: Request, collection: string, found: Document, part: string | undefined): Promise<Response> {
    const key = `${collection}/${String(found.id)}`;
    if (request.method === 'GET' && part === 'encryption') return Response.json({ encryption_key_id: null });
    if (request.method === 'GET' && part === undefined) return this.#shown(collection, String(found.id), 200);
    this.#changes += 1;
    if (request.method === 'DELETE') {
      this.#documents.delete(key);
      return new Response(204);
    }
    if (request.method === 'PATCH') {
      const steps = (await request.json()) as {
        readonly op: string;
        readonly path: string;
        readonly value?: unknown;
      }[];
      const next: Document = { ...found };
      for (const { op, path, value } of steps) next[path.slice(1)] = op === 'remove' ? undefined : value;
      this.#documents.set(key, next);
      return this.#shown(collection, String(found.id), 200);
    }
    const body = (await request.json()) as Readonly<Record<string, { readonly new_volume?: string }>> | undefined;
    const kept = body?.['os-migrate_volume_completion']?.new_volume;
    if (kept !== undefined) return Response.json({ save_volume_id: kept });
    return collection === 'attachments' ? this.#shown(collection, String(found.id), 200) : new Response(202);
  }

  /** As its API shows it: the Image service without a name around it. */
  #shown(collection: string, id: string, status: number): Response {
    const document = this.#documents.get(`${collection}/${id}`);
    return Response.json(collection === 'images' ? document : { [collection.slice(0, -1)]: document }, status);
  }
}

function missing(): Response {
  return Response.json({ itemNotFound: { code: 404, message: 'It is not here.' } }, 404);
}
