"""`python -m benchmarks [NAME …]`: measures ratios in one run and prints them; each module here has `run() -> dict[str, float]`."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main(wanted: list[str]) -> None:
    """Run the named benchmarks, or all."""
    found = [module.name for module in pkgutil.iter_modules([str(HERE)]) if not module.name.startswith("_")]
    for name in wanted or found:
        if name not in found:
            sys.exit(f"no benchmark '{name}'; there are {', '.join(found)}")
        figures = importlib.import_module(f"benchmarks.{name}").run()
        print(json.dumps({name: figures}, indent=2))


if __name__ == "__main__":
    main(sys.argv[1:])
