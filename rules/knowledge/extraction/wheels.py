"""Which releases a library has, and the sources inside their wheels. Asks the index through pip only."""

import os
import re
import subprocess
import sys
import zipfile

# An old interpreter sees old releases, a new one sees new releases; the union is the history.
PYTHONS = ("3.8", "3.10", "3.11", "3.13")
FINAL = re.compile(r"^\d+(\.\d+)*(\.post\d+)?$")


def order(version):
    """Sort key of a final or post release."""
    main, _, post = version.partition(".post")
    parts = [int(part) for part in main.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return parts, int(post or -1)


def pip(*arguments):
    """What pip prints, both streams."""
    run = subprocess.run([sys.executable, "-m", "pip", *arguments], capture_output=True, text=True)
    return run.stdout + run.stderr


def releases(library):
    """All final releases, oldest first, as pairs (version, yanked)."""
    offered, every = set(), set()
    for python in PYTHONS:
        target = ["--python-version", python, "--only-binary", ":all:"]
        for line in pip("index", "versions", library, *target).splitlines():
            if line.startswith("Available versions:"):
                offered.update(line.split(":", 1)[1].replace(",", " ").split())
        every.update(listed(pip("download", library + "==0.dev0", "--no-deps", *target)))
    for line in pip("index", "versions", library).splitlines():
        if line.startswith("Available versions:"):
            offered.update(line.split(":", 1)[1].replace(",", " ").split())
    every.update(listed(pip("download", library + "==0.dev0", "--no-deps")))
    final = {version for version in offered | every if FINAL.match(version)}
    return [(version, version not in offered) for version in sorted(final, key=order)]


def listed(message):
    """The versions that pip names when it finds none that fits."""
    found = re.search(r"\(from versions: ([^)]*)\)", message)
    return found.group(1).replace(",", " ").split() if found else []


class Wheel:
    """One release's wheel in `folder`, downloaded when it is not there yet."""

    def __init__(self, library, version, folder):
        self.library, self.version = library, version
        self.archive = zipfile.ZipFile(self.locate(folder))
        self.members = {info.filename: info for info in self.archive.infolist()}

    def locate(self, folder):
        prefix = f"{self.library}-{self.version}-"
        for attempt in range(2):
            for name in sorted(os.listdir(folder)):
                if name.startswith(prefix) and name.endswith(".whl"):
                    return os.path.join(folder, name)
            wanted = f"{self.library}=={self.version}"
            answer = pip(
                "download",
                "--quiet",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--no-cache-dir",
                "--ignore-requires-python",
                wanted,
                "-d",
                folder,
            )
        raise FileNotFoundError(f"no wheel for {wanted}: {answer.strip()[-300:]}")

    def names(self, pattern):
        """Members whose whole path matches the regular expression, sorted."""
        matcher = re.compile(pattern)
        return sorted(name for name in self.members if matcher.fullmatch(name))

    def text(self, name):
        return self.archive.read(name).decode("utf-8") if name in self.members else ""

    def key(self, name):
        """Same key, same content: lets a file that many releases share be read once."""
        info = self.members[name]
        return name, info.CRC, info.file_size
