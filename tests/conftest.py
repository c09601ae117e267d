"""Rules that ask every question there is, for the tests of evaluation."""

from collections.abc import Mapping

import pytest

from keur import bundle
from keur.assess import Ground, ground
from keur.config import Config

AREA = b"title: Test\ndescription: Rules of the test.\n"

RULE = """\
title: A rule of the test
level: 1
severity: error
rationale: It asks a question.
remedy: None.
kind: {kind}
{body}
message: "broken"
"""

RULES: Mapping[str, str] = {
    "own-field": RULE.format(kind="Service", body='assert: self.spec.status != "retired"'),
    "own-labels": RULE.format(kind="Service", body="assert: self.metadata.?title.orValue('x') != 'bad'"),
    "every-kind": RULE.format(
        kind='"*"', body="assert: self.metadata.?title.orValue('') != 'bad' && self.refs('owner').size() < 2"
    ),
    "along": RULE.format(
        kind="Service",
        body="each: {dep: self.refs('dependsOn')}\nassert: dep.kind == 'Service' || dep.spec.?status.orValue('') != 'retired'",
    ),
    "names": RULE.format(kind="Service", body="assert: self.refs('dependsOn').all(d, d.name != self.name)"),
    "against": RULE.format(kind="ConfigurationItem", body="assert: self.referrers('Service', 'dependsOn').size() < 3"),
    "against-any": RULE.format(
        kind="ConfigurationItem", body="assert: self.refs('requiredBy').all(s, s.metadata.?title.orValue('') != 'bad')"
    ),
    "closure": RULE.format(
        kind="Service", body="assert: self.closure('dependsOn').all(d, d.spec.?status.orValue('') != 'retired')"
    ),
    "strong": RULE.format(kind="Service", body="assert: self.closure('dependsOn', 'strong').size() < 3"),
    "upward": RULE.format(
        kind="ConfigurationItem",
        body="assert: self.closure('requiredBy').all(s, s.spec.?status.orValue('') != 'retired')",
    ),
    "circle": RULE.format(kind="ConfigurationItem", body="assert: self.closure('dependsOn').all(d, d.id != self.id)"),
    "lookup": RULE.format(
        kind="ConfigurationItem",
        body="when: has(self.spec.type)\nassert: lookup('ConfigurationItem', 'spec.type', self.spec.type).size() < 3",
    ),
    "lookup-field": RULE.format(
        kind="ConfigurationItem",
        body="assert: lookup('ConfigurationItem', 'spec.type', 'server').all(c, c.metadata.?title.orValue('') != 'bad')",
    ),
    "entity": RULE.format(
        kind="Service", body="assert: entity('Service/s1').?spec.status.orValue('operational') != 'retired'"
    ),
    "owner": RULE.format(kind="ConfigurationItem", body="assert: self.owner().hasValue()"),
    "owner-title": RULE.format(kind="Service", body="assert: self.owner().?metadata.?title.orValue('') != 'bad'"),
    "persons": RULE.format(kind="Group", body="assert: self.persons().size() < 2"),
    "catalog": RULE.format(kind="Catalog", body="assert: all('Service').exists(s, s.spec.status == 'operational')"),
    "catalog-ids": RULE.format(kind="Catalog", body="assert: all('Group').size() < 3"),
    "today": RULE.format(
        kind="ServiceLevelAgreement",
        body="assert: today <= self.spec.?valid.?to.orValue(date('9999-12-31')) && today - date('2027-03-01') < days(20)",
    ),
    "today-far": RULE.format(
        kind="ServiceLevelAgreement",
        body="assert: self.spec.?valid.?from.orValue(today) <= today + days(10)",
    ),
    "others-day": RULE.format(
        kind="Service",
        body="assert: self.referrers('ServiceLevelAgreement', 'covers').all(a, today <= a.spec.?valid.?to.orValue(today))",
    ),
    "today-closely": RULE.format(
        kind="ServiceLevelAgreement",
        body="assert: today.getDayOfMonth() != 1 || self.spec.?valid.?to.orValue(today).getMonth() > 3",
    ),
    "in-force": RULE.format(kind="ServiceLevelAgreement", body="assert: self.inForce()"),
    "others-in-force": RULE.format(
        kind="Service", body="assert: self.referrers('ServiceLevelAgreement', 'covers').all(a, !a.inForce())"
    ),
    "any-in-force": RULE.format(
        kind="Service", body="assert: self.refs('coveredBy').filter(a, a.inForce()).size() < 2"
    ),
    "inherited": RULE.format(
        kind="Process", body="assert: self.inherited().size() < 5 || 'purpose' in self.inherited()"
    ),
    "others-inherited": RULE.format(
        kind="Process", body="assert: self.refs('interface').all(p, !('stage' in p.inherited()))"
    ),
    "reference": RULE.format(
        kind="Process",
        body="assert: self.reference().?purpose.orValue('none') == self.spec.?purpose.orValue('nothing')",
    ),
    "observed": RULE.format(
        kind="ConfigurationItem", body="assert: self.observed().all(o, o.spec.?version == self.spec.?version)"
    ),
}


POLICIES = {
    "test/area.yaml": AREA,
    **{f"test/{name}.yaml": text.encode() for name, text in RULES.items()},
}


@pytest.fixture(scope="session")
def asking_policies() -> Mapping[str, bytes]:
    """The rules of the test, by path."""
    return POLICIES


@pytest.fixture(scope="session")
def asking() -> Ground:
    """A ground with the rules of the test and nothing else that judges."""
    return ground(bundle.shipped("schemas"), {"": POLICIES}, Config())
