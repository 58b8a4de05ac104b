# SPDX-License-Identifier: Apache-2.0
"""Runs a backup driver of the Python service over a file, without a database.

Reads a JSON document from stdin: action (backup, restore, record, decode), driver, options, backup, parents,
volume, volume_meta. Writes what the backup became, or the volume's metadata that a restore gave back, to stdout.
"""
import contextlib
import json
import sys
from unittest import mock

import eventlet

eventlet.monkey_patch()

from oslo_config import cfg  # noqa: E402
from oslo_utils import importutils  # noqa: E402

from cinder import context  # noqa: E402
from cinder import objects  # noqa: E402

CONF = cfg.CONF


class Row(dict):
    """A backup that is a dictionary and an object, as the drivers want it."""

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name)

    def __setattr__(self, name, value):
        self[name] = value

    def save(self):
        pass

    def refresh(self):
        pass

    def as_read_deleted(self):
        return contextlib.suppress()


def main():
    job = json.load(sys.stdin)
    objects.register_all()
    CONF([], project='cinder', default_config_files=[])
    # The drivers' base class opens a database, which no method here asks.
    CONF.set_override('connection', 'sqlite://', group='database')
    driver_class = importutils.import_class(job['driver'])
    for name, value in job['options'].items():
        CONF.set_override(name, value)
    if job['action'] == 'record':
        backup = objects.Backup(context=context.get_admin_context(), **job['backup'])
        json.dump({'record': backup.encode_record(driver_info={})}, sys.stdout)
        return
    if job['action'] == 'decode':
        json.dump({'values': objects.Backup.decode_record(job['record'])}, sys.stdout)
        return
    rows = {row['id']: Row(row) for row in job['parents']}
    backup = Row(job['backup'])
    driver = driver_class(context.get_admin_context())
    driver.db = mock.Mock()
    driver.db.volume_get.return_value = {'size': 1}
    metadata = []
    driver.get_metadata = lambda volume_id: job.get('volume_meta')
    driver.put_metadata = lambda volume_id, meta: metadata.append(meta)
    with mock.patch.object(objects.Backup, 'get_by_id', side_effect=lambda ctxt, id: rows[id]), \
            mock.patch('cinder.volume.volume_utils.notify_about_backup_usage'):
        if job['action'] == 'backup':
            with open(job['volume'], 'rb') as volume_file:
                driver.backup(backup, volume_file)
        else:
            with open(job['volume'], 'r+b') as volume_file:
                driver.restore(backup, backup['volume_id'], volume_file)
    json.dump({'backup': backup, 'metadata': metadata}, sys.stdout)


main()
