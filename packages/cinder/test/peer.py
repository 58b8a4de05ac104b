# SPDX-License-Identifier: Apache-2.0
"""Python's own cinder as the other side of a test: its RPC API classes, its versioned objects, its serializer.

    peer.py client URL DATABASE     calls through cinder's rpcapi classes what stdin says, prints what comes of it
    peer.py server URL DATABASE     is cinder-scheduler, cinder-volume `py@store` and cinder-backup, host `py`: takes what
                                    the managers' own signatures take, prints it, answers as stdin says

Both read and write the database of the test. Lines of JSON on both sides.
"""
import datetime
import importlib
import inspect
import json
import os
import sys
import types

from oslo_config import cfg
import oslo_messaging
from oslo_messaging.rpc import dispatcher
from oslo_utils import timeutils

from cinder import context
from cinder import exception
from cinder import objects
from cinder import rpc
from cinder.objects import base

KINDS = ('scheduler', 'volume', 'backup')
OUT = sys.stdout
HOST = 'py'
BACKEND = 'py@store'


def say(**what):
    OUT.write(json.dumps(what, default=str) + '\n')
    OUT.flush()


def shown(value):
    """An object as its class and what is set in it, everything else as it is."""
    if isinstance(value, base.ObjectListBase):
        return {'class': value.obj_name(), 'objects': [shown(one) for one in value.objects]}
    if hasattr(value, 'obj_to_primitive'):
        names = [name for name in value.fields if value.obj_attr_is_set(name)]
        return {'class': value.obj_name(), 'version': value.VERSION, 'is': type(value).__module__,
                'values': {name: shown(getattr(value, name)) for name in names},
                'changes': sorted(value.obj_what_changed())}
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: shown(one) for name, one in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [shown(one) for one in value]
    return value


def given(value, admin):
    """The objects that `{"load": class, "id": …}` and `{"make": class, "values": …}` say, and the like."""
    if isinstance(value, list):
        return [given(one, admin) for one in value]
    if not isinstance(value, dict):
        return value
    if 'load' in value:
        kind = getattr(objects, value['load'])
        if 'host' in value:
            return kind.get_by_args(admin, value['host'], value['binary'])
        return kind.get_by_id(admin, value['id'], **value.get('options', {}))
    if 'make' in value:
        return getattr(objects, value['make'])(admin, **given(value['values'], admin))
    if 'attributes' in value:
        return types.SimpleNamespace(**value['attributes'])
    if 'time' in value:
        return timeutils.parse_isotime(value['time'])
    return {name: given(one, admin) for name, one in value.items()}


def failed(error):
    return {'error': type(error).__name__, 'module': type(error).__module__, 'text': str(error).split('\n')[0],
            'bases': [one.__module__ + '.' + one.__name__ for one in type(error).__mro__],
            'code': getattr(error, 'code', None), 'type': getattr(error, 'exc_type', None)}


def api(kind):
    module = importlib.import_module('cinder.%s.rpcapi' % kind)
    return getattr(module, kind.capitalize() + 'API')()


class Captured(Exception):
    """Stands for the answer of a call that is only looked at."""


def capture(request, who, admin):
    """What one of cinder's own API classes would send; nothing is sent."""
    sent = []
    transport = rpc.TRANSPORT
    real = transport._send

    def keep(target, ctxt, message, **options):
        sent.append({'topic': target.topic, 'server': target.server, 'fanout': bool(target.fanout),
                     'message': message, 'context': sorted(ctxt),
                     'waits': bool(options.get('wait_for_reply'))})
        if options.get('wait_for_reply'):
            raise Captured()
    transport._send = keep
    try:
        getattr(api(request['api']), request['method'])(who, **given(request['args'], admin))
    except Captured:
        pass
    finally:
        transport._send = real
    return sent


def answer(request):
    admin = context.get_admin_context()
    who = context.RequestContext.from_dict(request['context']) if 'context' in request else admin
    if request.get('do') == 'capture':
        return capture(request, who, admin)
    if request.get('do') == 'raw':
        client = rpc.get_client(oslo_messaging.Target(topic=request['topic'], version='3.0'),
                                serializer=base.CinderObjectSerializer())
        return client.prepare(version=request['version']).call(who, request['method'], **request['args'])
    if request.get('do') == 'can_send':
        return api(request['api']).client.can_send_version(request['version'])
    if request.get('do') == 'show':
        return given(request['what'], admin)
    return getattr(api(request['api']), request['method'])(who, **given(request['args'], admin))


def ask():
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say(id=request['id'], result=shown(answer(request)))
        except Exception as error:
            say(id=request['id'], **failed(error))
    # Threads of the transport poll for seconds before they notice that they should end.
    os._exit(0)


class Recording(dispatcher.RPCDispatcher):
    """Says of each message which method and version it asks for."""

    def __init__(self, kind, *args):
        self.kind = kind
        super().__init__(*args)

    def dispatch(self, incoming):
        message = incoming.message
        say(message=self.kind, method=message.get('method'), version=message.get('version'))
        return super().dispatch(incoming)


def endpoint(kind, answers):
    """Takes what cinder's own manager takes, by the signatures of its methods."""
    manager = getattr(importlib.import_module('cinder.%s.manager' % kind), kind.capitalize() + 'Manager')

    def method(name, signature):
        def handle(self, ctxt, **args):
            try:
                signature.bind(None, ctxt, **args)
            except TypeError as error:
                say(refused=name, kind=kind, text=str(error))
                raise
            say(got=name, kind=kind, args=shown(args), context=ctxt.to_dict(), is_context=type(ctxt).__module__)
            reply = answers.get(name)
            if reply is None:
                return None
            if 'raise' in reply:
                raise getattr(exception, reply['raise'])(**reply.get('with', {}))
            return given(reply['return'], context.get_admin_context())
        return handle
    methods = {name: method(name, inspect.signature(value))
               for name, value in inspect.getmembers(manager, callable) if not name.startswith('_')}
    methods['target'] = oslo_messaging.Target(version=manager.RPC_API_VERSION)
    return type(kind.capitalize(), (), methods)()


def serve():
    answers = {}
    servers = []
    serializer = rpc.RequestContextSerializer(base.CinderObjectSerializer())
    targets = [('scheduler', 'cinder-scheduler', HOST), ('volume', 'cinder-volume', BACKEND),
               ('volume', 'cinder-volume.' + BACKEND, HOST), ('backup', 'cinder-backup', HOST)]
    endpoints = {kind: endpoint(kind, answers) for kind in KINDS}
    for kind, topic, server in targets:
        target = oslo_messaging.Target(topic=topic, server=server)
        recording = Recording(kind, [endpoints[kind]], serializer, dispatcher.DefaultRPCAccessPolicy)
        servers.append(oslo_messaging.rpc.server.RPCServer(rpc.TRANSPORT, target, recording, 'threading'))
        servers[-1].start()
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request.get('do') == 'show':
            say(id=request['id'], result=shown(given(request['what'], context.get_admin_context())))
            continue
        answers[request['method']] = request['answer']
        say(id=request['id'], result=None)
    os._exit(0)


def main():
    role, url, database = sys.argv[1:]
    conf = cfg.CONF
    # cinder prints nothing of its own to where the test reads.
    sys.stdout = sys.stderr
    objects.register_all()
    rpc.set_defaults(control_exchange='openstack')
    # Options that are registered only when they are used are given as an operator's environment gives them.
    os.environ.update({'OS_DEFAULT__TRANSPORT_URL': url, 'OS_DATABASE__CONNECTION': database,
                       'OS_DEFAULT__RPC_RESPONSE_TIMEOUT': '20'})
    conf([], project='cinder', default_config_files=[])
    rpc.init(conf)
    {'server': serve, 'client': ask}[role]()


if __name__ == '__main__':
    main()
