# SPDX-License-Identifier: Apache-2.0
"""Asks Debian's python3-paste and python3-nova, and prints what they answer.

Usage: /usr/bin/python3 record_urlmap.py urlmap-recorded.json (its cases are asked again)
"""
import json
import sys

from nova.api.openstack.urlmap import URLMap as NovaURLMap
from paste.urlmap import URLMap, parse_path_expression


def parse(one):
    try:
        return parse_path_expression(one['in'])
    except Exception as e:
        return {'error': type(e).__name__, 'message': str(e)}


def dispatch(one, mapper):
    called = []
    answers = []

    def app_of(mount):
        def app(environ, start_response):
            called.append(mount)
            start_response('200 OK', [])
            return []
        return app

    environ = {'HTTP_HOST': one.get('host', 'h'), 'PATH_INFO': one['path'], 'SCRIPT_NAME': one.get('script', ''),
               'wsgi.url_scheme': one.get('scheme', 'http'), 'REQUEST_METHOD': 'GET'}
    for header, key in (('HTTP_ACCEPT', 'accept'), ('CONTENT_TYPE', 'content_type')):
        if one.get(key):
            environ[header] = one[key]
    try:
        for mount in one['mounts']:
            mapper[parse_path_expression(mount)] = app_of(mount)
        body = b''.join(mapper(environ, lambda status, headers, e=None: answers.append((status, headers))))
    except Exception as e:
        return {'error': type(e).__name__, 'message': str(e)}
    if not called:
        status, headers = answers[0]
        return {'not_found': status, 'content_type': dict(headers)['content-type'], 'body': body.decode()}
    answer = {'app': called[0], 'SCRIPT_NAME': environ['SCRIPT_NAME'], 'PATH_INFO': environ['PATH_INFO']}
    if 'nova.best_content_type' in environ:
        answer['type'] = environ['nova.best_content_type']
    return answer


cases = json.load(open(sys.argv[1]))
for one in cases['parse']:
    one['out'] = parse(one)
for one in cases['dispatch']:
    one['out'] = dispatch(one, URLMap())
for one in cases['nova_dispatch']:
    one['out'] = dispatch(one, NovaURLMap())
print(json.dumps(cases, indent=1))
