#!/usr/bin/env python3
"""Compares tables/model_names.tsv with the checkpoint names in the model folders of transformers wheels.

    python3 check_names.py WHEELS VERSION...

Prints a line for each name on which they differ. Wheels before 4.42 have whole maps of checkpoints
(*_PRETRAINED_CONFIG_ARCHIVE_MAP), later ones a name in a docstring here and there, some of which are made up.
"""

import fnmatch
import os
import re
import sys

from extraction import literals, wheels

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables", "model_names.tsv")
MAP = re.compile(r"^\w+_PRETRAINED_CONFIG_ARCHIVE_MAP = (\{.*?\n\})", re.M | re.S)
LINK = re.compile(r"huggingface\.co/([\w.-]+(?:/[\w.-]+)?)/resolve/main/config\.json")
NAMED = re.compile(r"\[([\w.-]+/[\w.-]+)\]\(https://huggingface\.co/\1\)")


def main():
    rows = [
        line.rstrip("\n").split("\t") for line in open(TABLE, encoding="utf-8") if not line.startswith("#")
    ]
    for version in sys.argv[2:]:
        wheel = wheels.Wheel("transformers", version, sys.argv[1])
        types = folders(wheel)
        checked = 0
        for path in wheel.names(r"transformers/models/(\w+/)+configuration_\w+\.py"):
            source = wheel.text(path)
            allowed = types.get(path.split("/")[-2], set())
            for name in sorted(set(LINK.findall(source)) | set(NAMED.findall(source))):
                found = look_up(name.lower(), rows)
                checked += found is not None
                if found and found not in allowed:
                    there = " or ".join(sorted(allowed))
                    print(f"{version} {path}: {name} is {found} in the table, {there} there")
        print(f"{version}: {checked} names compared")


def folders(wheel):
    """Folder of a model -> the model types that live there."""
    found = {}
    for path in wheel.names(r"transformers/models/(\w+/)+configuration_\w+\.py"):
        types = re.findall(r"^    model_type(?:: str)? = \"([\w.-]+)\"", wheel.text(path), re.M)
        found.setdefault(path.split("/")[-2], set()).update(types)
    return found


def look_up(name, rows):
    organisation, _, short = name.rpartition("/")
    fitting = [row for row in rows if row[0] == organisation and fnmatch.fnmatchcase(short, row[1])]
    return max(fitting, key=lambda row: len(row[1].replace("*", "")))[2] if fitting else None


if __name__ == "__main__":
    main()
