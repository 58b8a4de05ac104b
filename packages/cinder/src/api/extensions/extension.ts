// SPDX-License-Identifier: Apache-2.0
import type { Type } from '@nestjs/common';
import type { RequestContext } from '@stackport/context';
import type { Enforcer } from '@stackport/policy';

/** What an extension of the API is: the instance of a class that `osapi_volume_extension` names or whose folder it names. */
export interface Extension {
  readonly name: string;
  /** Unique among the loaded ones; upstream's, since clients look for it. */
  readonly alias: string;
  /** ISO 8601 with an offset, as `GET /v3/extensions` shows it. */
  readonly updated: string;
  readonly description: string;
  /** Controllers of the resources and actions that exist only with this extension. */
  readonly controllers: readonly Type[];
  /** Attributes that it adds to views of core resources (os-vol-host-attr:host, …). */
  readonly attributes?: readonly AttributeExtension[];
}

/** A class that the loader makes an instance of. */
export type ExtensionClass = new () => Extension;

/** What attribute extensions are given beside the row. */
export interface AttributeTools {
  readonly enforcer: Enforcer;
  /** Of the request: 3070 for 3.70. */
  readonly microversion: number;
}

/** Adds to each view of a collection, where the caller may see it. */
export interface AttributeExtension {
  /** `volumes`, `snapshots`, `types`, … */
  readonly collection: string;
  /** @param row - the domain row that the view was made from. */
  extend(context: RequestContext, view: Record<string, unknown>, row: unknown, tools: AttributeTools): void;
}
