# SPDX-License-Identifier: Apache-2.0
"""Asks Debian's python3-pastedeploy and prints what it answers, in the format of paste-deploy-vectors.json.

Usage: /usr/bin/python3 record.py paste-deploy-recorded.json (its cases are asked again)
"""
import copy
import json
import os
import sys
import tempfile
import types

from paste.deploy import appconfig, loadapp, loadfilter, loadserver

fakes = types.ModuleType('fakes')


def define(function):
    function.__module__ = 'fakes'
    setattr(fakes, function.__name__, function)
    return function


class Callable(dict):
    """An app double; loaders never call it."""


def recorded(kind, factory, global_conf, local_conf, **more):
    return Callable(kind=kind, factory=factory, global_conf=dict(global_conf), local_conf=dict(local_conf), **more)


@define
def app(global_conf, **local_conf):
    return recorded('app', 'app', global_conf, local_conf)


@define
def app2(global_conf, **local_conf):
    return recorded('app', 'app2', global_conf, local_conf)


@define
def noargs(global_conf):
    return recorded('app', 'noargs', global_conf, {})


@define
def filt(global_conf, **local_conf):
    return lambda next: recorded('filter', 'filt', global_conf, local_conf, next=next)


@define
def filt_app(next, global_conf, **local_conf):
    return recorded('filter', 'filt_app', global_conf, local_conf, next=next)


def children(loader, local_conf, global_conf):
    return {key: loader.get_app(value, global_conf=global_conf)
            for key, value in local_conf.items() if key.startswith('/')}


@define
def comp(loader, global_conf, **local_conf):
    return recorded('composite', 'comp', global_conf, local_conf,
                    children=children(loader, local_conf, global_conf))


@define
def comp_noglobal(loader, global_conf, **local_conf):
    return recorded('composite', 'comp_noglobal', global_conf, local_conf,
                    children=children(loader, local_conf, None))


@define
def comp_main(loader, global_conf, **local_conf):
    return recorded('composite', 'comp_main', global_conf, local_conf, children={'/': loader.get_app()})


@define
def server(global_conf, **local_conf):
    return recorded('server', 'server', global_conf, local_conf)


@define
def runner(app, global_conf, **local_conf):
    return {'kind': 'server', 'factory': 'runner', 'local_conf': local_conf, 'app': app}


class Cls:
    @classmethod
    def factory(cls, global_conf, **local_conf):
        return recorded('app', 'Cls.factory', global_conf, local_conf)


fakes.Cls = Cls
sys.modules['fakes'] = fakes
ROOT = tempfile.mkdtemp()


def ask(case):
    for name, text in case['files'].items():
        path = os.path.join(ROOT, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', newline='') as f:
            f.write(text)
    arguments = {'name': case.get('name_arg'), 'relative_to': ROOT, 'global_conf': case.get('global_conf')}
    if case.get('relative_to', ROOT) != ROOT:
        arguments['relative_to'] = case['relative_to']
    uri = case['uri'].replace('<DIR>', ROOT)
    kind = case.get('load', 'app')
    try:
        if kind == 'appconfig':
            got = appconfig(uri, **arguments)
            return {'config': dict(got), 'local_conf': got.local_conf, 'global_conf': got.global_conf}
        got = {'app': loadapp, 'filter': loadfilter, 'server': loadserver}[kind](uri, **arguments)
        if kind == 'filter' or (kind == 'server' and not isinstance(got, dict)):
            got = got(app({}))
        return {'result': got if isinstance(got, dict) else repr(type(got).__name__)}
    except Exception as e:
        return {'error': type(e).__name__, 'message': str(e)}
    finally:
        for name in case['files']:
            os.remove(os.path.join(ROOT, name))


answers = []
for case in json.load(open(sys.argv[1])):
    one = {'name': case['name'], 'files': case['files'], 'load': case.get('load', 'app'), 'uri': case['uri'],
           'name_arg': case.get('name_arg'), 'global_conf': case.get('global_conf')}
    if 'relative_to' in case:
        one['relative_to'] = case['relative_to']
    one['expect'] = ask(copy.deepcopy(case))
    answers.append(one)
print(json.dumps(answers, indent=1).replace(ROOT, '<DIR>'))
