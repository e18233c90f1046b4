#!/usr/bin/env python3
"""Pages a second of Python's trafilatura, one core: python.py PAGES…"""
import sys
import time

from trafilatura import bare_extraction

pages = [open(path, "rb").read() for path in sys.argv[1:]]
start = time.perf_counter()
for page in pages:
    bare_extraction(page, with_metadata=True)
print(f"trafilatura (Python): {len(pages) / (time.perf_counter() - start):.0f} pages/s")
