"""The files of a first repository: small, commented, and clean under its own check."""

from collections.abc import Mapping

FIRST: Mapping[str, str] = {
    "keur.yaml": """\
# What this repository asks of keur. Every line is optional; keur schema config says what else there is.
catalog: [catalog/]        # folders in which every YAML document is an entity
timeZone: UTC              # in which days are counted, such as Europe/Amsterdam
enforce: {default: 1}      # up to which level a finding fails; keur next says what reaches the next one
""",
    "catalog/organisation/application-management.yaml": """\
# A team that answers for things. Rename it to one of yours; the file may be called anything.
kind: Group
metadata: {name: application-management, title: Application management}
""",
    "catalog/organisation/front-office.yaml": """\
# Who buys a service: a department, a client, the public.
kind: Customer
metadata: {name: front-office, title: Front office}
""",
    "catalog/configuration/permits-db.yaml": """\
# Something a service runs on. What is left out is derived or has a default: keur explain permits-db
kind: ConfigurationItem
metadata: {name: permits-db, title: Database of permits, owner: application-management}
spec: {type: database}
""",
    "catalog/portfolio/permits.yaml": """\
# What customers use. Names lead to the other files: a name that exists nowhere is a finding at its place.
kind: Service
metadata: {name: permits, title: Permits, owner: application-management}
spec:
  customers: [front-office]
  dependsOn: [permits-db, sign-in]
""",
    "catalog/portfolio/sign-in.yaml": """\
# A service that only other services use. Its type follows from having no customers.
kind: Service
metadata: {name: sign-in, title: Sign in, owner: application-management}
""",
}
"""Contents by path."""
