"""The engine OpenSearch without a cluster: addresses, passwords, and what is said of a bad cluster."""

from __future__ import annotations

import datetime as dt
import json
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from cli import pykala
from index.analysis import Analyser
from index.engines import IndexFailure, NoAnswer, choice
from index.engines.choice import choose, chosen, engine_named, engine_of
from index.entry import entries
from index.search import reindex, search
from tests.conftest import three_nodes
from tests.index_items import JOIN, item, library_of, store

opensearch_cluster = pytest.importorskip("index.engines.opensearch_cluster")
opensearch_document = pytest.importorskip("index.engines.opensearch_document")

Answer = tuple[int, Any]
NOWHERE = "http://127.0.0.1:1"
HELLO: Answer = (200, {"version": {"number": "2.19.1", "distribution": "opensearch"}})


class Pretender(ThreadingHTTPServer):
    """A server that gives prepared answers to GET / and one to all else; keeps what it was asked."""

    def __init__(self, hello: Answer = HELLO, *rest: Answer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hello = hello
        self.rest = list(rest)
        self.asked: list[tuple[str, str, str | None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Pretender

    def do_GET(self) -> None:
        server = self.server
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        server.asked.append((self.command, self.path, self.headers.get("Authorization")))
        rest = server.rest
        status, body = server.hello if self.path == "/" or not rest else rest.pop(0) if rest[1:] else rest[0]
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if isinstance(body, bytes) else "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def pretending(*answers: Answer) -> Iterator[Pretender]:
    with Pretender(*answers) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("URL", "USER", "PASSWORD", "CA"):
        monkeypatch.delenv(f"PYKALA_OPENSEARCH_{name}", raising=False)


@pytest.mark.parametrize(
    ("addresses", "says"),
    [
        ("", "no address of a cluster: give --url"),
        (" , ", "no address of a cluster: give --url"),
        ("127.0.0.1:9200", "not an address of a cluster: 127.0.0.1:9200: write for instance http://"),
        ("ftp://127.0.0.1", "not an address of a cluster: ftp://127.0.0.1"),
        ("http://127.0.0.1:port", "not an address of a cluster"),
        ("http://127.0.0.1:9200?pretty", "not an address of a cluster"),
        ("http://127.0.0.1:9200,nonsense", "not an address of a cluster: nonsense"),
        (
            "https://kirjuri:salaisuus@host",
            "an address with a user or a password: set PYKALA_OPEN",
        ),
        ("kirjuri:salaisuus@host:9200", "not an address of a cluster: write for instance"),
        ("http://:salaisuus@host", "an address with a user or a password"),
    ],
)
def test_addresses_that_cannot_be_used(addresses: str, says: str) -> None:
    with pytest.raises(IndexFailure) as failure:
        engine_named("opensearch", addresses)
    assert str(failure.value).startswith(says)
    assert "salaisuus" not in str(failure.value)


@pytest.mark.parametrize(
    ("address", "port", "prefix"),
    [
        ("http://127.0.0.1", 9200, None),
        ("https://search.example.org", 443, None),
        ("https://search.example.org:9201/minutes/", 9201, "minutes"),
    ],
)
def test_addresses(address: str, port: int, prefix: str | None) -> None:
    part = opensearch_cluster._part(opensearch_cluster._host(address))
    assert (part["port"], part.get("url_prefix"), part["use_ssl"]) == (port, prefix, address[4] == "s")


def test_a_password_never_goes_out_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYKALA_OPENSEARCH_USER", "kirjuri")
    monkeypatch.setenv("PYKALA_OPENSEARCH_PASSWORD", "salaisuus")
    with pytest.raises(IndexFailure, match=r"^http://search.example.org:9200 would get the password"):
        engine_named("opensearch", "http://search.example.org")
    engine_named("opensearch", "https://search.example.org,http://localhost:9200")


def test_a_missing_certificate_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYKALA_OPENSEARCH_CA", str(tmp_path / "ca.pem"))
    with pytest.raises(IndexFailure, match=r"no such file: .*ca.pem: PYKALA_OPENSEARCH_CA names"):
        engine_named("opensearch", "https://search.example.org")


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            [(200, {"version": {"number": "7.10.2"}})],
            "is not OpenSearch but version 7.10.2 of some",
        ),
        ([(200, {"hello": "world"})], "is not OpenSearch but something else: check the address"),
        ([(200, [1])], "is not OpenSearch but something else: check the address"),
        ([(200, b"<html>It works</html>")], "answers, but not as OpenSearch does: check the address"),
        (
            [(200, {"version": {"number": "2.3.0", "distribution": "opensearch"}})],
            "runs OpenSearch 2.3.0: 2.4 or newer is needed",
        ),
        (
            [(401, {})],
            "does not accept an unnamed user (401): set PYKALA_OPENSEARCH_USER",
        ),
        (
            [(403, {"error": {"reason": "no permissions for [main]"}})],
            "not allow this (403): no permissions",
        ),
        ([(400, {"error": {"root_cause": [{"reason": "so it is"}]}})], "refused (400): so it is"),
        ([(503, {"error": "busy"})], "cannot answer now (503): busy: try again later"),
    ],
)
def test_a_cluster_that_is_no_good_is_one_clear_line(
    tmp_path: Path, answers: list[Answer], says: str
) -> None:
    with pretending(*answers) as server, library_of(tmp_path, JOIN) as library:
        with pytest.raises(IndexFailure) as failure:
            engine_named("opensearch", server.url)._cluster.check()  # type: ignore[attr-defined]
        assert says in str(failure.value)
        assert server.url in str(failure.value)
        assert "\n" not in str(failure.value)
        if answers[0][0] != 200:
            with pytest.raises(NoAnswer):
                search(library, "verkosto", engine="opensearch", url=server.url)


def test_a_cluster_that_cannot_be_reached_is_one_clear_line(tmp_path: Path) -> None:
    with pretending() as server:
        gone = server.url
    with library_of(tmp_path, JOIN) as library:
        for act in (search, lambda *words, **options: reindex(library, **options)):
            with pytest.raises(NoAnswer, match=f"^the cluster at {gone} cannot be reached: start it"):
                act(library, "verkosto", engine="opensearch", url=gone)
        assert chosen(library) is None


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (
            (
                500,
                {"error": {"type": "task_cancelled", "reason": "Cancellation timeout of 30s is"}},
            ),
            "took more than 30 seconds: narrow the question",
        ),
        (
            (400, {"error": {"type": "too_many_clauses", "reason": "maxClauseCount is set to 1024"}}),
            "refused (400): maxClauseCount is set to 1024: ask for fewer words at once",
        ),
    ],
)
def test_a_question_that_costs_too_much_is_given_up(answer: Answer, says: str) -> None:
    reader_module = pytest.importorskip("index.engines.opensearch_reader")
    with pretending(HELLO, answer) as server:
        cluster = opensearch_cluster.Cluster(server.url)
        with pytest.raises(NoAnswer) as failure:
            reader_module.searched(cluster, "pykala", {"query": {"match_all": {}}})
        assert str(failure.value) == f"the cluster at {server.url} {says}"
        assert len(server.asked) == 1
        assert "cancel_after_time_interval=30s" in server.asked[0][1]
        assert "allow_partial_search_results=false" in server.asked[0][1]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["search", "verkosto", "--engine", "opensearch"], 4, "no address of a cluster: give --url http://"),
        (["reindex", "--engine", "opensearch"], 4, "no address of a cluster: give --url http://"),
        (
            ["search", "verkosto", "--engine", "opensearch", "--url", NOWHERE],
            4,
            "cannot be reached",
        ),
        (["reindex", "--engine", "opensearch", "--url", NOWHERE], 4, "cannot be reached"),
        (["search", "verkosto", "--url", NOWHERE], 4, "--url goes with --engine opensearch"),
        (
            ["search", "verkosto", "--url", NOWHERE, "--facets"],
            2,
            "--engine and --url go without",
        ),
    ],
)
def test_the_command_line_says_so_in_one_line(tmp_path: Path, words: list[str], code: int, says: str) -> None:
    with library_of(tmp_path, JOIN):
        pass
    result = CliRunner().invoke(pykala, [*words, "--library", str(tmp_path)])
    assert result.exit_code == code
    assert result.stdout == ""
    assert says in result.stderr
    assert result.stderr.startswith("pykala: ")
    assert len(result.stderr.splitlines()) == 1


def test_user_and_password_are_sent_and_nowhere_told_or_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PYKALA_OPENSEARCH_USER", "kirjuri")
    monkeypatch.setenv("PYKALA_OPENSEARCH_PASSWORD", "salaisuus")
    caplog.set_level("DEBUG")
    with pretending((401, {})) as server, library_of(tmp_path, JOIN) as library:
        with pytest.raises(NoAnswer, match=r"does not accept the user or the password \(401\)") as failure:
            search(library, "verkosto", engine="opensearch", url=server.url)
        assert {authorization for _, _, authorization in server.asked} == {"Basic a2lyanVyaTpzYWxhaXN1dXM="}
        choose(library, engine_named("opensearch", server.url))
        kept = "\n".join(library.connection.iterdump())
    for told in (str(failure.value), caplog.text, kept):
        assert "salaisuus" not in told
        assert "a2lyanVyaTpzYWxhaXN1dXM" not in told
    assert server.url in kept


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """A key and a certificate for this machine that no authority signed."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pykala tests")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(hours=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private, public = folder / "key.pem", folder / "ca.pem"
    plain = serialization.NoEncryption()
    pem = serialization.Encoding.PEM
    private.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    public.write_bytes(made.public_bytes(pem))
    return private, public


def test_certificates_are_checked_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYKALA_OPENSEARCH_USER", "kirjuri")
    monkeypatch.setenv("PYKALA_OPENSEARCH_PASSWORD", "salaisuus")
    key, ca = own_certificate(tmp_path)
    with pretending() as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(ca, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        url = server.url.replace("http:", "https:")
        with pytest.raises(NoAnswer, match="gives no certificate to be trusted: set PYKALA_OPENSEARCH_CA to"):
            opensearch_cluster.Cluster(url).check()
        assert server.asked == []
        monkeypatch.setenv("PYKALA_OPENSEARCH_CA", str(ca))
        opensearch_cluster.Cluster(url).check()
        assert server.asked == [("GET", "/", "Basic a2lyanVyaTpzYWxhaXN1dXM=")]


def test_a_busy_node_is_asked_again_and_a_lost_one_is_passed_over() -> None:
    with pretending() as lost:
        pass
    with pretending(HELLO, (503, {}), (429, {}), (200, {"found": True})) as server:
        cluster = opensearch_cluster.Cluster(f"{lost.url},{server.url}")
        cluster.check()
        assert cluster.ask("GET", "/pykala/_doc/1") == {"found": True}
        assert [path for _, path, _ in server.asked] == ["/", *["/pykala/_doc/1"] * 3]


def test_where_the_cluster_is_comes_from_an_option_the_environment_or_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def address() -> str | None:
        return engine_of(library).addresses

    with library_of(tmp_path) as library:
        choose(library, engine_named("opensearch", "http://127.0.0.1:9201"))
        assert (chosen(library), address()) == ("opensearch", "http://127.0.0.1:9201")
        monkeypatch.setenv("PYKALA_OPENSEARCH_URL", "http://127.0.0.1:9202")
        assert address() == "http://127.0.0.1:9202"
        assert engine_of(library, url="http://127.0.0.1:9203").addresses == "http://127.0.0.1:9203"
        monkeypatch.delenv("PYKALA_OPENSEARCH_URL")
        choose(library, engine_named("opensearch", "http://127.0.0.1:9204"))
        assert address() == "http://127.0.0.1:9204"
        choose(library, engine_named("whoosh"))
        assert address() is None
        with pytest.raises(IndexFailure, match="the engine whoosh has no address: --url goes with"):
            engine_of(library, url="http://127.0.0.1:9203")


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_without_java_the_nodes_tests_say_why_they_are_skipped_and_fail_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match=r"^no java on this machine: install a JDK of version 17 and Maven$"):
        three_nodes()


def test_what_to_install_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "_installed", lambda module: module != "opensearchpy")
    with pytest.raises(IndexFailure, match=r"run `pip install pykala\[opensearch\]`, or use --engine whoosh"):
        engine_named("opensearch", "http://127.0.0.1:9200")


def test_other_engines_do_not_load_the_client(tmp_path: Path) -> None:
    with library_of(tmp_path, JOIN) as library:
        folder = library.folder
    script = (
        "import sys; from pathlib import Path; from corpus.database import Library\n"
        "from index.search import search\n"
        "with Library.open(Path(sys.argv[1])) as library:\n"
        "    assert search(library, 'verkosto', engine='whoosh').total\n"
        "print([name for name in sys.modules if name.startswith(('opensearch', 'urllib3', 'grpc'))])"
    )
    command = [sys.executable, "-c", script, str(folder)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout == "[]\n"


def test_a_document_keeps_places_and_weights(tmp_path: Path) -> None:
    with library_of(tmp_path) as library:
        made = item("a", "Meluaita USO-verkostossa.", title="Meluaita", municipality=None, organ=None)
        store(library, made)
        (entry,) = entries(list(library.items()), Analyser(library))
        document = opensearch_document.document(entry, "1:00:1", 1)
    assert document["text"] == ["meluaita|melu|aita", "meluaita|melu|aita uso verkosto"]
    assert document["title"] == ["meluaita|melu|aita"]
    assert document["exact"] == ["meluaita", "meluaita uso verkostossa", "uso-verkostossa"]
    assert document["base"] == "meluaita meluaita meluaita meluaita uso verkosto"
    assert (document["edition"], document["born"], "day" in document) == ("1:00:1", 1, False)


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        (("verkosto", "verkostojen", "verkosto"), "verkosto|verkostojen"),
        (("a b", "c|d"), "a\ufffdb|c\ufffdd"),
        (("ä" * 17_000, "b"), "b"),
        (("ä" * 17_000,), "-"),
        ((), "-"),
    ],
)
def test_terms_that_the_index_can_hold(terms: tuple[str, ...], text: str) -> None:
    assert opensearch_document.written(terms) == text
