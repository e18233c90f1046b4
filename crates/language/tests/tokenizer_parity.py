"""Compares the tokenizer with spaCy's on random, odd texts. Run by hand.

usage: tokenizer_parity.py DUMP PIPELINE [SEED]
DUMP is the built example `dump`; PIPELINE the installed spaCy package the compact file was made
from. The texts are mixtures of letters, signs, scripts, emojis, white space and the pipeline's own
exceptions. Prints how many tokens of spaCy's have the same offsets, and the first that have not.
"""
import json
import random
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")
import spacy  # noqa: E402

FRAGMENTS = list("abcxyzABZ019'’\"“”().,;:!?-–—…/$%€°²@#&*_=<>[]{}~`´+|\\ \t\n") + [
    "  ", " ", "n't", "'s", "’s", "U.S.", "a.m.", "10km", "km/h", "e-mail", "US$", "C$", "°C.",
    "http://www.x.com/a?b=c", "jo@example.org", "192.168.1.1", "8.8.8.8", "www.abc.de", ".com",
    "😀", "👩‍👩‍👧", "🇮🇹", "é", "e\u0301", "ж", "Ёж", "中文", "ア", "ا", "কখ", "\u200b", "\xa0",
    "\u2028", "\x1c", ":)", ":-(", ">.<", "...", "..", "--", "---", "Mr.", "cannot", "gonna",
    "don't", "dont", "y'all", "I'm", "Im", "2.5", "1,000", "A.B.", "o.o", "xD", "<3", "(*_*)",
    "ma'am", "o'clock", "'em", "'Cause", "'d", "Ⅷ", "½", "٣", "İ", "ß", "ΣΑΣ", "ǅ", "w/o", "C++",
    "10-12", "1990s", "'90s", "5'10\"", "ﬁ",
]


def texts(seed, exceptions):
    chance = random.Random(seed)
    for _ in range(6000):
        yield "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 40)))
    joints = ["", " ", ".", ",", ")", "-", "'", "\n"]
    for _ in range(6000):
        yield "".join(chance.choice(exceptions) + chance.choice(joints) for _ in range(8))


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    nlp = spacy.load(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    batch = list(texts(seed, sorted(nlp.tokenizer.rules)))
    lines = "".join(json.dumps(text) + "\n" for text in batch)
    done = subprocess.run([sys.argv[1]], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    same = total = 0
    wrong = []
    for text, line in zip(batch, done.stdout.decode().split("\n")):
        ours = {tuple(token[:2]) for token in json.loads(line)["tokens"]}
        theirs = [(token.idx, token.idx + len(token)) for token in nlp.make_doc(text)]
        total += len(theirs)
        same += sum(span in ours for span in theirs)
        wrong += [(text, text[slice(*span)]) for span in theirs if span not in ours]
    print(f"{same} of {total} tokens are the same")
    for text, token in wrong[:20]:
        print(f"{token!r} in {text!r}")


main()
