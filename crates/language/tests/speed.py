"""Words per second of the Rust pipeline and of spaCy, one core each, one after the other. By hand.

usage: speed.py BENCH PIPELINE JSONL... [--chars N]
BENCH is the built example `bench`; PIPELINE the installed spaCy package; at most N characters
(default 1,500,000) of the key `text` of each JSONL (or .jsonl.gz) file are read.
"""
import gzip
import json
import os
import subprocess
import sys
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"
warnings.filterwarnings("ignore")
import spacy  # noqa: E402


def texts(path, limit):
    opener = gzip.open if path.endswith(".gz") else open
    total = 0
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line).get("text")
            if text and total < limit:
                total += len(text)
                yield text


def spacy_speed(pipeline, batch, names):
    nlp = spacy.load(pipeline)
    if names:
        nlp.select_pipes(enable=["ner"])
    list(nlp.pipe(batch[:5]))
    words = sum(len(text.split()) for text in batch)
    start = time.process_time()
    for _ in nlp.pipe(batch):
        pass
    return words / (time.process_time() - start)


def main():
    args = sys.argv[1:]
    limit = 1_500_000
    if "--chars" in args:
        at = args.index("--chars")
        limit = int(args[at + 1])
        del args[at : at + 2]
    if len(args) < 3:
        sys.exit(__doc__)
    bench, pipeline, *paths = args
    for path in paths:
        batch = list(texts(path, limit))
        lines = "".join(json.dumps(text) + "\n" for text in batch).encode()
        for mode in ("all", "names"):
            run = subprocess.run([bench, mode], input=lines, stdout=subprocess.PIPE, check=True)
            ours = float(run.stdout.decode().splitlines()[-1].split()[0])
            theirs = spacy_speed(pipeline, batch, mode == "names")
            times = ours / theirs
            print(f"{path} {mode}: {ours:.0f} words/s, spaCy {theirs:.0f}, {times:.1f} times")


main()
