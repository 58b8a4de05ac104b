# SPDX-License-Identifier: Apache-2.0
"""Python's own nova as the other side of a test: its versioned objects and its RPC API classes.

    peer.py        takes lines of JSON on stdin, says lines of JSON

`do` of a line: `classes`, `samples`, `again`, `backport`, `capture`. Nothing is sent anywhere, no database is read.
"""
import datetime
import json
import os
import sys

from oslo_versionedobjects import base as ovo_base
from oslo_versionedobjects import fields as ovo_fields

import nova.conf
from nova import context
from nova import objects
from nova import rpc
from nova.compute import rpcapi as compute_rpcapi
from nova.conductor import rpcapi as conductor_rpcapi
from nova.network import model as network_model
from nova.objects import base
from nova.scheduler import rpcapi as scheduler_rpcapi

OUT = sys.stdout
PREFIX = 'nova_object.'
UUID = '4d7d630d-e1a8-4ee3-a580-3abcd799e6ab'
WHEN = datetime.datetime(2026, 11, 21, 9, 37, 36, tzinfo=datetime.timezone.utc)
# What one of them every field takes.
CANDIDATES = [UUID, WHEN, 7, True, 'text', '10.0.0.9', 'fe80::1', '0000:00:1f.0', '1:2:3:4', '1:2', '0:1', '01',
              '52:54:00:12:34:56', 1.5, {'a': 'b'}, {'a': 1}, {'a': ['b']}, {'1': {2, 3}}, ['a'], [1], [[UUID]], [{1, 2}],
              [{'a': 'b'}], {1, 2}, {'a'}, '>=1.2', 'VCPU', 'CUSTOM_X',
              network_model.NetworkInfo([network_model.VIF(UUID)]), network_model.VIF(UUID)]


def say(**what):
    OUT.write(json.dumps(what) + '\n')
    OUT.flush()


def classes():
    found = ovo_base.VersionedObjectRegistry.obj_classes()
    return {name: of[0] for name, of in found.items() if of[0].OBJ_SERIAL_NAMESPACE == 'nova_object'}


def kind(field):
    """How a field travels, as far as objects and times are concerned."""
    if isinstance(field, ovo_fields.ObjectField):
        return {'object': field.objname}
    if isinstance(field, ovo_fields.ListOfObjectsField):
        return {'objects': field.objname}
    return 'time' if isinstance(field._type, ovo_fields.DateTime) else 'other'


def sample_value(field, depth):
    if isinstance(field, (ovo_fields.ObjectField, ovo_fields.ListOfObjectsField)):
        inner = sample(field.objname, depth - 1)
        return [inner, inner] if isinstance(field, ovo_fields.ListOfObjectsField) else inner
    valid = getattr(field, 'valid_values', None)
    for candidate in ([list(valid)[0]] if valid else CANDIDATES):
        try:
            made = field.coerce(None, 'field', candidate)
            field.to_primitive(None, 'field', made)
            return made
        except Exception:
            continue
    raise ValueError('no sample for %r' % field)


def sample(name, depth):
    """An object with a value in every field; what is in it goes `depth` objects deep."""
    made = classes()[name]()
    for field_name, field in made.fields.items():
        is_object = isinstance(field, (ovo_fields.ObjectField, ovo_fields.ListOfObjectsField))
        if is_object and depth <= 0:
            continue
        setattr(made, field_name, sample_value(field, depth))
    return made


def given(value):
    """Objects out of what stands for them, as nova's serializer makes them."""
    if isinstance(value, list):
        return [given(one) for one in value]
    if isinstance(value, dict) and PREFIX + 'name' in value:
        return base.NovaObject.obj_from_primitive(value)
    if isinstance(value, dict):
        return {name: given(one) for name, one in value.items()}
    return value


class Captured(Exception):
    """Stands for the answer of a call that is only looked at."""


def capture(request):
    """What one of nova's own API classes would send."""
    sent = []
    transport = rpc.TRANSPORT
    real = transport._send

    def keep(target, ctxt, message, **options):
        sent.append({'topic': target.topic, 'server': target.server, 'fanout': bool(target.fanout),
                     'exchange': target.exchange, 'message': message, 'context': ctxt,
                     'waits': bool(options.get('wait_for_reply')), 'timeout': options.get('timeout'),
                     'call_monitor_timeout': options.get('call_monitor_timeout')})
        if options.get('wait_for_reply'):
            raise Captured()
    transport._send = keep
    who = context.RequestContext.from_dict(request['context'])
    api = {'compute': compute_rpcapi.ComputeAPI, 'conductor': conductor_rpcapi.ConductorAPI,
           'compute_task': conductor_rpcapi.ComputeTaskAPI, 'scheduler': scheduler_rpcapi.SchedulerAPI}[request['api']]
    try:
        getattr(api(), request['method'])(who, **given(request['args']))
    except Captured:
        pass
    finally:
        transport._send = real
    return sent


def backported(primitive, versions):
    one = given(primitive)
    try:
        return one.obj_to_primitive(target_version=versions[one.obj_name()], version_manifest=versions)
    except Exception as error:
        return {'error': type(error).__name__, 'text': str(error)}


def answer(request):
    what = request['do']
    if what == 'classes':
        return {name: {'version': of.VERSION, 'fields': {field: kind(value) for field, value in of.fields.items()},
                       'tree': ovo_base.obj_tree_get_versions(name)} for name, of in classes().items()}
    if what == 'samples':
        return [sample(name, request['depth']).obj_to_primitive() for name in sorted(classes())]
    if what == 'again':
        return [given(one).obj_to_primitive() for one in request['objects']]
    if what == 'backport':
        return [backported(request['object'], versions) for versions in request['all_versions']]
    return capture(request)


def main():
    conf = nova.conf.CONF
    # nova prints nothing of its own to where the test reads.
    sys.stdout = sys.stderr
    objects.register_all()
    rpc.set_defaults(control_exchange='nova')
    # Options that are registered only when they are used are given as an operator's environment gives them.
    os.environ.update({'OS_DEFAULT__TRANSPORT_URL': 'fake:/', 'OS_UPGRADE_LEVELS__COMPUTE': 'zed'})
    conf([], project='nova', default_config_files=[])
    rpc.init(conf)
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            say(id=request['id'], result=answer(request))
        except Exception as error:
            say(id=request['id'], error=type(error).__name__, text=str(error))
    os._exit(0)


if __name__ == '__main__':
    main()
