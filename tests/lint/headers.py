#!/usr/bin/env python3
"""Each public header compiles alone, as C11 and as C++17. Arguments: the C compiler, the C++
compiler ("" if there is none), then the flags that find GLib."""

import subprocess
import sys

import tap

WARNINGS = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-unused-parameter"]


def compile_alone(compiler, language, standard, header, flags):
    command = [compiler, "-x", language, f"-std={standard}", *WARNINGS, "-fsyntax-only", "-I",
               str(tap.ROOT / "core/include"), *flags, "-"]
    result = subprocess.run(command, input=f"#include <textmill/{header}>\n", text=True,
                            capture_output=True, check=False)
    return result.stderr.splitlines() if result.returncode else []


def points(cc, cxx, flags):
    for path in sorted((tap.ROOT / "core/include/textmill").glob("*.h")):
        yield f"{path.name} as C11", compile_alone(cc, "c", "c11", path.name, flags)
        if cxx:
            yield f"{path.name} as C++17", compile_alone(cxx, "c++", "c++17", path.name, flags)
        else:
            yield f"{path.name} as C++17 # SKIP no C++ compiler", []


if __name__ == "__main__":
    tap.report(points(sys.argv[1], sys.argv[2], sys.argv[3:]))
