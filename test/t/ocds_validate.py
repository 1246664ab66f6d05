"""Validates OCDS releases and packages, one JSON document a line on standard input.

usage: ocds_validate.py SCHEMA

SCHEMA is a JSON Schema of a release (test/data/ocds/release-schema.json, or the standard's own).
Prints one line a finding, "document N: path: what", and nothing when all is well.  Beyond what a
schema can say it checks what the standard says of references: ids are unique in their array, and
whatever refers to a party, an award, a contract, a lot or a milestone refers to one that is there.
Needs Debian's python3-jsonschema, and nothing else.
"""
import datetime
import json
import re
import sys
from collections import Counter
from urllib.parse import urlsplit

import jsonschema

FORMATS = jsonschema.FormatChecker(formats=())
PACKAGE = {
    "type": "object",
    "required": ["uri", "publisher", "publishedDate", "releases", "version"],
    "additionalProperties": False,
    "properties": {
        "uri": {"type": "string", "format": "uri"},
        "version": {"enum": ["1.1"]},
        "publishedDate": {"type": "string", "format": "date-time"},
        "extensions": {"type": "array", "uniqueItems": True, "items": {"type": "string", "format": "uri"}},
        "publisher": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "minLength": 1}}},
        "license": {"type": "string", "format": "uri"},
        "publicationPolicy": {"type": "string", "format": "uri"},
        "releases": {"type": "array"},
    },
}


@FORMATS.checks("date-time", ValueError)
def is_moment(value):
    if not isinstance(value, str):
        return True
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", value):
        return False
    datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return True


@FORMATS.checks("uri", ValueError)
def is_uri(value):
    return not isinstance(value, str) or (bool(urlsplit(value).scheme) and re.fullmatch(r"[!-~]+", value) is not None)


def listed(content, *path):
    """All objects at a path of keys; arrays are gone through."""
    found = [content]
    for key in path:
        found = [each[key] for each in found if isinstance(each, dict) and key in each]
        found = [one for each in found for one in (each if isinstance(each, list) else [each])]
    return found


def references(release):
    """Yields what the standard asks of ids and references, beyond the schema."""
    def ids(where, entries):
        for key, times in Counter(str(each.get("id")) for each in entries).items():
            if times > 1:
                yield f"{where}: id {key} stands {times} times"

    parties = {each["id"]: each for each in listed(release, "parties")}
    for path in (["parties"], ["awards"], ["contracts"], ["tender", "lots"], ["tender", "items"], ["tender", "documents"], ["tender", "milestones"],
                 ["planning", "documents"], ["planning", "milestones"]):
        yield from ids("/".join(path), listed(release, *path))
    for contract in listed(release, "contracts"):
        for path in (["milestones"], ["amendments"], ["implementation", "milestones"], ["implementation", "transactions"]):
            yield from ids(f"contracts/{contract['id']}/" + "/".join(path), listed(contract, *path))
        due = {each["id"] for each in listed(contract, "implementation", "milestones")}
        for each in listed(contract, "implementation", "transactions", "relatedImplementationMilestone"):
            if each["id"] not in due:
                yield f"contracts/{contract['id']}: no milestone {each['id']}"

    named = [["buyer"], ["tender", "procuringEntity"], ["awards", "suppliers"], ["contracts", "suppliers"], ["contracts", "buyer"],
             ["contracts", "implementation", "transactions", "payer"], ["contracts", "implementation", "transactions", "payee"],
             ["tender", "options", "innopart_rights", "holder"], ["contracts", "options", "innopart_rights", "holder"],
             ["contracts", "options", "innopart_rights", "draws", "buyer"],
             ["planning", "milestones", "innopart_attendance", "organisation"]]
    for path in named:
        for each in listed(release, *path):
            if each["id"] not in parties:
                yield f"{'/'.join(path)}: no party {each['id']}"
            elif parties[each["id"]]["name"] != each["name"]:
                yield f"{'/'.join(path)}: party {each['id']} is not called {each['name']}"

    awards = {each["id"] for each in listed(release, "awards")}
    contracts = {each["id"] for each in listed(release, "contracts")}
    lots = {each["id"] for each in listed(release, "tender", "lots")}
    for each in listed(release, "contracts"):
        if each["awardID"] not in awards:
            yield f"contracts/{each['id']}: no award {each['awardID']}"
        if each.get("extendsContractID", each["id"]) not in contracts:
            yield f"contracts/{each['id']}: no contract {each['extendsContractID']}"
    for each in listed(release, "contracts", "options", "innopart_rights", "draws"):
        if each["contractID"] not in contracts:
            yield f"draws: no contract {each['contractID']}"
    for path in (["tender", "items", "relatedLot"], ["awards", "relatedLots"]):
        for lot in listed(release, *path):
            if lot not in lots:
                yield f"{'/'.join(path)}: no lot {lot}"


def findings(schema, content):
    def against(rules, what):
        for error in sorted(jsonschema.Draft4Validator(rules, format_checker=FORMATS).iter_errors(what), key=lambda each: list(map(str, each.path))):
            yield "/".join(map(str, error.path)) + ": " + error.message[:200]

    releases = [content]
    if "releases" in content:
        yield from against(PACKAGE, content)
        releases = content["releases"]
    for release in releases:
        faults = list(against(schema, release))
        yield from faults
        if not faults:
            yield from references(release)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft4Validator.check_schema(schema)
    for number, line in enumerate(sys.stdin, start=1):
        if line.strip():
            for finding in findings(schema, json.loads(line)):
                print(f"document {number}: {finding}")


if __name__ == "__main__":
    main()
