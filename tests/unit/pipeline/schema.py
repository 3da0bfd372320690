#!/usr/bin/env python3
"""The JSON Schema of pipeline files says what `textmill check` says.

Arguments: the program, the folder of the fixture steps, the folder of examples. Prints TAP."""

import json
import subprocess
import sys
from pathlib import Path

try:
    import jsonschema
except ImportError:
    jsonschema = None
try:
    import yaml
except ImportError:
    yaml = None

# Name, the steps (or a whole file), and whether it is right.
CASES = [
    ("smallest", [{"use": "out"}], True),
    ("options", [{"use": "trail", "with": {"count": 2, "form": "nfc", "loud": True}}], True),
    ("no-with", [{"use": "trail", "with": None}], True),
    ("list-of-one", [{"use": "trail", "with": {"words": "a"}}], True),
    ("environment", [{"use": "trail", "with": {"count": "${COUNT:-2}"}}], True),
    ("script", [{"script": "a.lua", "with": {"anything": 1}, "limits": {"time": "1s"}}], True),
    ("all-keys", [{"use": "out", "id": "a", "file": "x", "on-error": "drop",
                   "when": {"a": 1, "b": [1, 2], "c": {"min": 1, "not": "x"}}}], True),
    ("limits", {"textmill": 1, "limits": {"time": 500, "memory": "64M"},
                "steps": [{"use": "out"}]}, True),
    ("no-format", {"steps": [{"use": "out"}]}, False),
    ("wrong-format", {"textmill": 2, "steps": [{"use": "out"}]}, False),
    ("no-steps", {"textmill": 1}, False),
    ("empty-steps", [], False),
    ("unknown-key", {"textmill": 1, "steps": [{"use": "out"}], "stpes": []}, False),
    ("unknown-step", [{"use": "nothing-like-it"}], False),
    ("use-and-script", [{"use": "out", "script": "a.lua"}], False),
    ("neither", [{"id": "a"}], False),
    ("unknown-step-key", [{"use": "out", "wiht": {}}], False),
    ("unknown-option", [{"use": "trail", "with": {"cuont": 2}}], False),
    ("option-range", [{"use": "trail", "with": {"count": 10}}], False),
    ("option-type", [{"use": "trail", "with": {"count": "many"}}], False),
    ("option-choice", [{"use": "trail", "with": {"form": "nfd"}}], False),
    ("bad-id", [{"use": "out", "id": "My Step"}], False),
    ("bad-policy", [{"use": "out", "on-error": "halt"}], False),
    ("bad-test", [{"use": "out", "when": {"a": {"minn": 1}}}], False),
    ("bad-time", [{"script": "a.lua", "limits": {"time": "soon"}}], False),
    ("file-of-stage", [{"use": "trail", "file": "x"}], False),
    ("limits-of-plugin", [{"use": "trail", "limits": {"time": "1s"}}], False),
]


def points(program, plugins, examples):
    """Yields (name, problem or None)."""
    text = subprocess.run([program, "schema", "--plugin-dir", plugins], text=True,
                          capture_output=True, check=True).stdout
    schema = json.loads(text)
    yield "is JSON", None
    jsonschema.Draft202012Validator.check_schema(schema)
    yield "is a schema", None
    validator = jsonschema.Draft202012Validator(schema)
    for name, case, right in CASES:
        instance = case if isinstance(case, dict) else {"textmill": 1, "steps": case}
        errors = [error.message for error in validator.iter_errors(instance)]
        yield name, None if (not errors) == right else f"right: {right}, but {errors[:3]}"
    known = {way["const"] for way in schema["$defs"]["step"]["properties"]["use"]["oneOf"]}
    for path in sorted(Path(examples).glob("*.yaml")) if yaml else []:
        with path.open(encoding="utf-8") as file:
            pipeline = yaml.safe_load(file)
        if {step["use"] for step in pipeline["steps"] if "use" in step} <= known:
            errors = [error.message for error in validator.iter_errors(pipeline)]
            yield path.name, f"{errors[:3]}" if errors else None
        else:
            yield f"{path.name} # SKIP this build lacks one of its steps", None


def main():
    if jsonschema is None or not hasattr(jsonschema, "Draft202012Validator"):
        print("1..0 # SKIP python3-jsonschema is not installed")
        return
    number = 0
    for number, (name, problem) in enumerate(points(*sys.argv[1:]), 1):
        print(f"{'not ok' if problem else 'ok'} {number} {name}")
        if problem:
            print(f"# {problem}")
    print(f"1..{number}")


if __name__ == "__main__":
    main()
