#!/usr/bin/env python3
"""Writes the tables of this folder from the wheels of the package index.

    python3 extract.py WHEELS [LIBRARY...]

WHEELS is a folder that keeps the downloaded wheels (about 1 GB in the end). Needs Python 3.11 with pip and
nothing else. Reads every minor release since the floors below, and where two that follow each other differ
also the releases between them, so that every boundary in a table is an exact release. Nothing of a wheel is
imported or run.
"""

import os
import sys
import time

from extraction import facts, wheels

FLOORS = {
    "transformers": "4.28.0",
    "peft": "0.3.0",
    "trl": "0.7.0",
    "accelerate": "0.20.0",
    "datasets": "2.10.0",
}
LISTED = ("transformers", "peft", "trl", "accelerate", "datasets", "torch", "deepspeed")
# CPython's minor releases are not on the package index; the dates are in PEPs 537, 569, 596, 619, 664, 693,
# 719, 745.
PYTHON = ("3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables")
COLUMNS = {
    "task_types": ("member", "value"),
    "peft_methods": ("member", "kind"),
    "model_classes": ("model_type", "auto_class", "class"),
    "auto_classes": ("auto_class", "mapping"),
    "forward": ("class", "takes"),
    "hashability": ("export", "hashing"),
    "parameters": ("export", "parameter", "default"),
}
MEANING = {
    "task_types": "peft.TaskType: members and their values",
    "peft_methods": "peft.PeftType: members, and whether the method learns a prompt or adapts layers",
    "model_classes": "which class each auto class of transformers loads for a model type",
    "auto_classes": "the auto classes of transformers and the mapping each one looks model types up in",
    "forward": "what forward() of a model class takes of the parameters that a rule asks for; ** = any keyword",
    "hashability": "whether an instance of an exported class has a hash, hence can be a dataclass default",
    "parameters": "parameters of exported classes with their defaults as source",
}


def main():
    folder, libraries = sys.argv[1], sys.argv[2:] or list(FLOORS)
    os.makedirs(folder, exist_ok=True)
    listed = {library: wheels.releases(library) for library in LISTED}
    write_releases(listed)
    for library in libraries:
        history = read(library, [version for version, _ in listed[library]], folder)
        for table in sorted({table for found in history.values() for table in found}):
            write(table, library, history)


def write_releases(listed):
    rows = [("python", version, "") for version in PYTHON]
    for library, releases in listed.items():
        rows += [(library, version, "yanked" if yanked else "") for version, yanked in releases]
    order = {library: index for index, library in enumerate(sorted({row[0] for row in rows}))}
    rows.sort(key=lambda row: (order[row[0]], wheels.order(row[1])))
    save(
        "releases",
        ["final releases, oldest first in each library; yanked ones are only installed by an exact pin"],
        ("library", "version", "state"),
        rows,
    )


def read(library, versions, folder):
    """Facts of the releases from the floor on that were read, by version, oldest first."""
    floor = wheels.order(FLOORS[library])
    versions = [version for version in versions if wheels.order(version) >= floor]
    minor = {}
    for version in versions:
        minor.setdefault(tuple((version + ".0").split(".")[:2]), version)
    steps = sorted({*minor.values(), versions[0], versions[-1]}, key=wheels.order)
    found = {}
    for version in steps:
        look(library, version, folder, found)
    for older, newer in zip(steps, steps[1:]):
        bisect(library, versions, versions.index(older), versions.index(newer), folder, found)
    return {version: found[version] for version in versions if version in found and found[version]}


def look(library, version, folder, found):
    if version not in found:
        started = time.time()
        try:
            found[version] = facts.facts(wheels.Wheel(library, version, folder))
        except FileNotFoundError as error:
            found[version] = None
            print(error, file=sys.stderr)
        print(f"{library} {version} {time.time() - started:.1f} s", file=sys.stderr)
    return found[version]


def bisect(library, versions, low, high, folder, found):
    """Reads between two releases until each two neighbours are adjacent or equal."""
    if high - low < 2 or found[versions[low]] == found[versions[high]]:
        return
    middle = high - 1 if high - low < 6 else (low + high) // 2
    look(library, versions[middle], folder, found)
    if found[versions[middle]] is None:
        found[versions[middle]] = found[versions[low]]
    bisect(library, versions, low, middle, folder, found)
    bisect(library, versions, middle, high, folder, found)


def write(table, library, history):
    """Joins the equal values of following releases to rows with `since` and `until`."""
    rows, versions = [], list(history)
    keys = {key for found in history.values() for key in found.get(table, {})}
    for key in keys:
        open_row = None
        for index, version in enumerate(versions):
            value = history[version].get(table, {}).get(key)
            if open_row and value != open_row[0]:
                rows.append((*key, open_row[0], open_row[1], version))
                open_row = None
            if value is not None and open_row is None:
                open_row = (value, "" if index == 0 else version)
        if open_row:
            rows.append((*key, open_row[0], open_row[1], ""))
    others = kept(table, library)
    span = f"read: {library} {versions[0]} to {versions[-1]}, {len(versions)} releases"
    headers = sorted({span, *others[0]})
    width = len(COLUMNS[table]) - 1
    rows.sort(key=lambda row: wheels.order(row[-2]) if row[-2] else ([], -2))
    rows = sorted(rows + others[1], key=lambda row: [part.encode() for part in row[:width]])
    save(table, [MEANING[table], *headers], (*COLUMNS[table], "since", "until"), rows)


def kept(table, library):
    """Headers and rows of the other libraries in a table that several share."""
    path = os.path.join(TABLES, table + ".tsv")
    if table not in ("hashability", "parameters") or not os.path.exists(path):
        return [], []
    with open(path, encoding="utf-8") as lines:
        lines = lines.read().splitlines()
    headers = [line[2:] for line in lines if line.startswith("# read: ") and f" {library} " not in line]
    rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
    return headers, [row for row in rows if not row[0].startswith(library + ".")]


def save(table, headers, columns, rows):
    path = os.path.join(TABLES, table + ".tsv")
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        for header in headers:
            file.write(f"# {header}\n")
        file.write("# written by extract.py from wheels of the package index\n")
        if "since" in columns:
            file.write(
                "# since: first release (empty: before the first one read); until: first release without it\n"
            )
        file.write("# " + "\t".join(columns) + "\n")
        for row in rows:
            file.write("\t".join(row) + "\n")


if __name__ == "__main__":
    main()
