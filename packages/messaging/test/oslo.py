# SPDX-License-Identifier: Apache-2.0
"""Python's own oslo.messaging as the other side of a test: a server or a client, told what to do by lines of JSON.

    oslo.py server URL [--option NAME=VALUE ...]     serves topic `python`, server `py1`
    oslo.py client URL [--option NAME=VALUE ...]     calls and casts what stdin says, prints what comes of it
"""
import argparse
import json
import os
import sys
import time

from oslo_config import cfg
import oslo_messaging


class VolumeNotFound(Exception):
    """An error that the other side knows by module and name."""

    def __init__(self, message=None, **kwargs):
        self.kwargs = kwargs
        super().__init__(message or 'Volume %(volume_id)s could not be found.' % kwargs)


VolumeNotFound.__module__ = 'cinder.exception'


def say(**what):
    # In one piece: print writes the end of the line by itself, and threads come in between.
    sys.stdout.write(json.dumps(what) + '\n')
    sys.stdout.flush()


class Endpoint:
    target = oslo_messaging.Target(version='3.5')

    def echo(self, ctxt, **args):
        return {'context': ctxt, 'args': args}

    def note(self, ctxt, n):
        say(noted=n)

    def missing(self, ctxt, volume_id):
        raise VolumeNotFound(volume_id=volume_id)

    def broken(self, ctxt):
        raise ValueError('bad')

    def slow(self, ctxt, seconds):
        time.sleep(seconds)
        return 'done'

    def numbers(self, ctxt):
        return {'infinite': float('inf'), 'text': 'NaN and Infinity'}


class Notifications:
    def info(self, ctxt, publisher_id, event_type, payload, metadata):
        say(notification=event_type, publisher=publisher_id, payload=payload, context=ctxt, metadata=metadata)


def serve(conf, url):
    transport = oslo_messaging.get_rpc_transport(conf, url)
    target = oslo_messaging.Target(topic='python', server='py1')
    server = oslo_messaging.get_rpc_server(transport, target, [Endpoint()], executor='threading')
    server.start()
    notifications = oslo_messaging.get_notification_transport(conf, url)
    listener = oslo_messaging.get_notification_listener(
        notifications, [oslo_messaging.Target(topic='notifications')], [Notifications()], executor='threading')
    listener.start()
    say(ready=True)
    sys.stdin.read()
    server.stop()
    listener.stop()
    server.wait()
    listener.wait()


def ask(conf, url):
    transport = oslo_messaging.get_rpc_transport(conf, url, allowed_remote_exmods=['oslo_messaging.rpc.dispatcher'])
    notifications = oslo_messaging.get_notification_transport(conf, url)
    notifier = oslo_messaging.Notifier(
        notifications, 'volume.py1', driver='messagingv2', topics=['notifications'])
    say(ready=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request['kind'] == 'notify':
                notifier.info(request['context'], request['event'], request['payload'])
                say(id=request['id'], result=None)
                continue
            client = oslo_messaging.get_rpc_client(
                transport, oslo_messaging.Target(topic='stackport', version=request.get('version', '3.0')),
                timeout=request.get('timeout', 10), call_monitor_timeout=request.get('monitor'))
            if request['kind'] == 'cast':
                client.prepare(fanout=request.get('fanout')).cast(
                    request['context'], request['method'], **request['args'])
                say(id=request['id'], result=None)
            else:
                result = client.call(request['context'], request['method'], **request['args'])
                say(id=request['id'], result=result)
        except Exception as error:
            say(id=request['id'], error=type(error).__name__, module=type(error).__module__,
                text=str(error).split('\n')[0], type=getattr(error, 'exc_type', None))
    # Its threads poll for seconds before they notice that they should end.
    os._exit(0)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('role', choices=['server', 'client'])
    parser.add_argument('url')
    parser.add_argument('--option', action='append', default=[])
    arguments = parser.parse_args()
    conf = cfg.CONF
    conf([], project='stackport-test', default_config_files=[])
    # The URL's query overrides what the driver's group says.
    query = '&'.join(arguments.option)
    url = arguments.url + ('?' + query if query else '')
    {'server': serve, 'client': ask}[arguments.role](conf, url)


if __name__ == '__main__':
    main()
