// SPDX-License-Identifier: Apache-2.0
import { Invalid, NotFound } from './base.js';

export class ServiceNotFound extends NotFound {
  constructor(service: string, host?: string) {
    super(
      host === undefined || host === ''
        ? `Service ${service} could not be found.`
        : `Service ${service} could not be found on host ${host}.`,
    );
  }
}

/** A back end that is disabled or down is not changed. Upstream's ServiceUnavailable, which is answered 400 there. */
export class BackendUnavailable extends Invalid {
  constructor(message = 'Service is unavailable at this time.') {
    super(message);
  }
}

export class HostNotFound extends NotFound {
  constructor(host: string) {
    super(`Host ${host} could not be found.`);
  }
}

export class InvalidHost extends Invalid {
  constructor(reason: string) {
    super(`Invalid host: ${reason}`);
  }
}

export class ClusterNotFound extends NotFound {
  constructor(cluster: string) {
    super(`Cluster ${cluster} could not be found.`);
  }
}

export class MessageNotFound extends NotFound {
  constructor(messageId: string) {
    super(`Message ${messageId} could not be found.`);
  }
}

export class CleanableInUse extends Invalid {
  constructor(type: string, id: string) {
    super(`${type} with id ${id} is already being cleaned up or another host has taken over it.`);
  }
}
