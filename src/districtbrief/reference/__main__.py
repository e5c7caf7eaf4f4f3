"""Write the pages in the project that this is run in."""

from __future__ import annotations

from pathlib import Path

from districtbrief.reference import write_pages
from districtbrief.specs import find_root

if __name__ == "__main__":
    write_pages(find_root(Path.cwd()))
