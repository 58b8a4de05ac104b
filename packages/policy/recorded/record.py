# SPDX-License-Identifier: Apache-2.0
"""Asks Debian's python3-oslo.policy and prints what it answers.

Usage: /usr/bin/python3 record.py oslo-policy-recorded.json (its cases are asked again)
"""
import json
import logging
import os
import sys
import tempfile
import warnings

from oslo_config import cfg
from oslo_policy import opts, policy

logging.disable(logging.CRITICAL)
warnings.simplefilter('ignore')


def enforcer_of(case):
    folder = tempfile.mkdtemp()
    for name, text in case.get('files', {}).items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)
    conf = cfg.ConfigOpts()
    conf([], project='nothing', default_config_files=[], default_config_dirs=[])
    opts._register(conf)
    conf.set_override('policy_file', os.path.join(folder, 'policy.yaml'), 'oslo_policy')
    conf.set_override('policy_dirs', [os.path.join(folder, 'policy.d')], 'oslo_policy')
    for name, value in case.get('options', {}).items():
        conf.set_override(name, value, 'oslo_policy')
    enforcer = policy.Enforcer(conf)
    for rule in case['rules']:
        old = rule.get('deprecatedRule')
        enforcer.register_default(policy.RuleDefault(
            rule['name'], rule['check'], scope_types=rule.get('scopeTypes'),
            deprecated_rule=old and policy.DeprecatedRule(
                old['name'], old['check'], deprecated_reason='r', deprecated_since='s')))
    return enforcer


def answer(enforcer, rule, target, creds, authorize):
    method = enforcer.authorize if authorize else enforcer.enforce
    try:
        return bool(method(rule, dict(target), dict(creds), do_raise=authorize))
    except (policy.PolicyNotAuthorized, policy.PolicyNotRegistered, policy.InvalidScope) as e:
        return {'error': type(e).__name__, 'message': str(e)}
    except Exception as e:
        return {'crash': type(e).__name__}


def dump(case):
    """One line for each rule and each question."""
    members = []
    for key, value in case.items():
        if isinstance(value, list):
            members.append('%s: [\n%s\n]' % (json.dumps(key), ',\n'.join('  ' + json.dumps(one) for one in value)))
        else:
            members.append('%s: %s' % (json.dumps(key), json.dumps(value)))
    return '{' + ',\n'.join(members) + '}'


# A question is [rule, which of the credentials, whether to authorize, the answer].
cases = json.load(open(sys.argv[1]))
for case in cases:
    enforcer = enforcer_of(case)
    case['asks'] = [[rule, which, authorize, answer(enforcer, rule, case['target'], case['creds'][which], authorize)]
                    for rule, which, authorize, *_ in case['asks']]
    case['texts'] = {name: str(check) for name, check in sorted(enforcer.rules.items())}
print('[' + ',\n'.join(dump(case) for case in cases) + ']')
