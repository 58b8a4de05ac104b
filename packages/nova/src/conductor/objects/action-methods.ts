// SPDX-License-Identifier: Apache-2.0
import type { ActionRepository } from '../../instances/action-repository.js';
import type { FaultRepository } from '../../instances/fault-repository.js';
import { objectOf } from '../../object-values.js';
import { argument, textArgument, type ObjectCall, type ObjectMethodTable } from './object-methods.js';

/** `InstanceAction`, `InstanceActionEvent` and `InstanceFault`: what becomes of a request. */
export function actionMethods(actions: ActionRepository, faults: FaultRepository): ObjectMethodTable {
  const finish = async (call: ObjectCall) => {
    const text = (position: number, name: string): string | null => {
      const value = argument(call, position, name);
      return typeof value === 'string' ? value : null;
    };
    const event = await actions.finishEvent(
      call.context,
      textArgument(call, 0, 'instance_uuid'),
      textArgument(call, 1, 'event_name'),
      { failure: text(2, 'exc_val'), traceback: text(3, 'exc_tb') },
    );
    return call.kwargs.want_result === false ? null : objectOf('InstanceActionEvent', event);
  };
  return {
    InstanceActionEvent: {
      classMethods: {
        event_start: async (call) => {
          const host = call.kwargs.host;
          const event = await actions.startEvent(
            call.context,
            textArgument(call, 0, 'instance_uuid'),
            textArgument(call, 1, 'event_name'),
            typeof host === 'string' ? host : null,
          );
          return call.kwargs.want_result === false ? null : objectOf('InstanceActionEvent', event);
        },
        event_finish: finish,
        event_finish_with_failure: finish,
      },
    },
    InstanceAction: {
      classMethods: {
        action_start: async (call) => {
          const uuid = textArgument(call, 0, 'instance_uuid');
          await actions.start(call.context, uuid, textArgument(call, 1, 'action_name'));
          const action = await actions.find(uuid, call.context.requestId);
          return call.kwargs.want_result === false || action === undefined ? null : objectOf('InstanceAction', action);
        },
      },
    },
    InstanceFault: {
      methods: {
        create: async (object) => {
          const { instance_uuid: uuid, code, message, details, host } = object.values;
          const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
          const id = await faults.create(String(uuid), {
            code: Number(code),
            message: text(message),
            details: text(details),
            host: text(host),
          });
          return { after: { ...object.values, id } };
        },
      },
    },
  };
}
