"""Reads what `secondsource export` wrote with the readers of others, and compares.

usage: read_exports.py FOLDER, which holds dossier.json, csv/, parquet/ (if built), claims.json,
stix.json, items.ndjson, graph.graphml and graph.ttl. A reader that is not installed is named and passed over.
"""

import csv
import importlib
import json
import pathlib
import sys


def reader(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        print(f"not installed, not checked: {name}")
        return None


def check_tables(folder, dossier):
    """Every CSV by Python's reader; CSV and Parquet the same by pyarrow's."""
    with open(folder / "csv" / "quotations.csv", newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    texts = {d["id"]: d["text"] for d in dossier["documents"]}
    assert len(rows) == len(dossier["quotations"]) > 0
    for row, quotation in zip(rows, dossier["quotations"]):
        start, end = int(row["start"]), int(row["end"])
        assert row["content"] == texts[row["document"]][start:end] == quotation["content"]["exact"]
    with open(folder / "csv" / "documents.csv", newline="", encoding="utf-8") as file:
        assert {row["id"]: row["text"] for row in csv.DictReader(file)} == texts
    for name in ["commitments", "conflicts", "meetings", "timeline"]:
        with open(folder / "csv" / f"{name}.csv", newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                start, end = int(row["start"]), int(row["end"])
                assert row["exact"] == texts[row["document"]][start:end] != ""
                assert int(row["origins"]) > 0 and int(row["passages"]) > 0
    pyarrow = reader("pyarrow")
    if not pyarrow:
        return
    import pyarrow.csv
    import pyarrow.parquet

    for path in sorted((folder / "csv").glob("*.csv")):
        options = pyarrow.csv.ParseOptions(newlines_in_values=True)
        with open(path, newline="", encoding="utf-8") as file:
            names = next(csv.reader(file))
        convert = pyarrow.csv.ConvertOptions(
            # Days are text here, and stay text.
            column_types={name: pyarrow.string() for name in names},
            strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""]
        )
        table = pyarrow.csv.read_csv(path, parse_options=options, convert_options=convert)
        parquet = folder / "parquet" / f"{path.stem}.parquet"
        if parquet.exists():
            other = pyarrow.parquet.read_table(parquet)
            assert other.column_names == table.column_names, path.stem
            as_text = lambda t: [
                [None if v is None else str(v) for v in c.to_pylist()] for c in t.columns
            ]
            assert as_text(other) == as_text(table), path.stem
            print(f"pyarrow: {path.stem}, {table.num_rows} rows, Parquet the same")
        else:
            print(f"pyarrow: {path.stem}, {table.num_rows} rows")


def check_stix(folder, dossier):
    stix2 = reader("stix2")
    if not stix2:
        return
    bundle = stix2.parse((folder / "stix.json").read_text(encoding="utf-8"))
    ids = {o.id for o in bundle.objects}
    assert len(ids) == len(bundle.objects), "every id once"
    kinds = {}
    for o in bundle.objects:
        kinds[o.type] = kinds.get(o.type, 0) + 1
        for ref in [*o.get("object_refs", []), o.get("source_ref"), o.get("target_ref")]:
            assert ref is None or ref in ids, ref
    assert kinds["report"] == len(dossier["documents"])
    assert kinds.get("note", 0) == len(dossier["claims"])
    print(f"stix2: {kinds}")


def check_claim_review(folder, dossier):
    text = (folder / "claims.json").read_text(encoding="utf-8")
    reviews = json.loads(text)["@graph"]
    assert len(reviews) == len(dossier["claims"]) > 0
    assert not any("reviewRating" in review for review in reviews), "no verdict of ours"
    rdflib = reader("rdflib")
    if not rdflib:
        return
    # The vocabulary is on the network; the same prefix without it reads the same.
    local = text.replace('"https://schema.org"', '{"@vocab": "https://schema.org/"}', 1)
    graph = rdflib.Graph().parse(data=local, format="json-ld")
    schema = rdflib.Namespace("https://schema.org/")
    found = set(graph.subjects(rdflib.RDF.type, schema.ClaimReview))
    assert len(found) == len(reviews)
    for review in found:
        item = graph.value(review, schema.itemReviewed)
        assert graph.value(item, schema.appearance) is not None
    print(f"rdflib: {len(graph)} triples of {len(found)} reviews")


def check_ninjs(folder, dossier):
    lines = (folder / "items.ndjson").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    assert [i["body_text"] for i in items] == [d["text"] for d in dossier["documents"]]
    jsonschema = reader("jsonschema")
    if not jsonschema:
        return
    named = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    schema = {
        "type": "object",
        "required": ["uri"],
        "properties": {
            "uri": {"type": "string"},
            "type": {"enum": ["text"]},
            "pubstatus": {"enum": ["usable", "withheld", "canceled"]},
            "versioncreated": {"type": "string", "format": "date-time"},
            "person": {"type": "array", "items": named},
            "charcount": {"type": "number"},
        },
    }
    for item in items:
        jsonschema.validate(item, schema, format_checker=jsonschema.FormatChecker())
        assert item["charcount"] == len(item["body_text"])
    print(f"jsonschema: {len(items)} ninjs items (the fields named here, not IPTC's whole schema)")


def check_graph(folder, dossier):
    documents = {d["id"] for d in dossier["documents"]}
    origins = {o["id"] for o in dossier["origins"]}
    derived = {(d["document"], d["from"]): d["direction"] for d in dossier["derivations"]}
    networkx = reader("networkx")
    if networkx:
        graph = networkx.read_graphml(folder / "graph.graphml")
        assert set(graph.nodes) == documents | origins
        found = {(a, b): e["direction"] for a, b, e in graph.edges(data=True) if b in documents}
        assert found == derived
        print(f"networkx: {graph.number_of_nodes()} nodes, {graph.number_of_edges()} edges")
    rdflib = reader("rdflib")
    if not rdflib:
        return
    graph = rdflib.Graph().parse(folder / "graph.ttl", format="turtle")
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    assert len(set(graph.subjects(rdflib.RDF.type, prov.Entity))) == len(documents | origins)
    whole = sum(len(o["documents"]) for o in dossier["origins"])
    assert len(list(graph.subject_objects(prov.hadPrimarySource))) == whole > 0
    alternates = [d for d in derived.values() if d == "unknown"]
    assert len(list(graph.subject_objects(prov.alternateOf))) == len(alternates)
    print(f"rdflib: {len(graph)} triples of PROV-O")


def main():
    folder = pathlib.Path(sys.argv[1])
    dossier = json.loads((folder / "dossier.json").read_text(encoding="utf-8"))
    check_tables(folder, dossier)
    check_stix(folder, dossier)
    check_claim_review(folder, dossier)
    check_ninjs(folder, dossier)
    check_graph(folder, dossier)


main()
