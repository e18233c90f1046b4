#!/usr/bin/env python3
"""Pages a second of Python's trafilatura, one core, by clock and processor: python.py PAGES…"""
import sys
import time

from trafilatura import bare_extraction

pages = [open(path, "rb").read() for path in sys.argv[1:]]
clock, processor = time.perf_counter(), time.process_time()
for page in pages:
    bare_extraction(page, with_metadata=True)
clock, processor = time.perf_counter() - clock, time.process_time() - processor
n = len(pages)
print(f"trafilatura (Python): {n / clock:.0f} pages/s by the clock, {n / processor:.0f} by the processor")
