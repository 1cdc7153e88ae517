"""One hop from the event loop to a thread: bodies, headers, streams, and who closes what."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from daybook.config.hop import BODY_IN_MEMORY, Message, ThreadHop

StartResponse = Callable[[str, list[tuple[str, str]]], None]


pytestmark = pytest.mark.once


class Answer:
    """A WSGI response as Django makes it: with a mark for streams and a close."""

    def __init__(self, chunks: Iterable[bytes], *, streaming: bool) -> None:
        self.chunks, self.streaming, self.closed = chunks, streaming, False

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.chunks)

    def close(self) -> None:
        self.closed = True


def scope(**values: Any) -> dict[str, Any]:
    """A GET request as the server hands it over."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/feed",
        "query_string": b"q=1",
        "headers": [],
        "server": ("127.0.0.1", 8000),
        "client": ("10.0.0.7", 5000),
        **values,
    }


def ask(application: Any, request: dict[str, Any], parts: list[bytes | None] | None = None) -> list[Message]:
    """Send one request through the hop; what was sent back. `None` among the parts: the sender is gone."""
    waiting = list(parts or [b""])
    sent: list[Message] = []

    async def receive() -> Message:
        body = waiting.pop(0)
        if body is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": body, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    # In a thread of its own: a browser test may keep an event loop in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, ThreadHop(application, threads=2)(request, receive, send)).result()
    return sent


def seen_by(request: dict[str, Any], parts: list[bytes | None] | None = None) -> dict[str, Any]:
    """The environment an application gets for a request, with the body read."""
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        seen.update(environ, body=environ["wsgi.input"].read(), thread=threading.current_thread())
        start("204 No Content", [])
        return Answer([], streaming=False)

    ask(application, request, parts)
    return seen


def test_a_page_is_sent_in_two_messages_and_closed() -> None:
    answer = Answer([b"a", b"b"], streaming=False)

    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        start("200 OK", [("Content-Type", "text/html"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")])
        return answer

    headers = [(b"content-type", b"text/html"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    assert ask(application, scope()) == [
        {"type": "http.response.start", "status": 200, "headers": headers},
        {"type": "http.response.body", "body": b"ab"},
    ]
    assert answer.closed


def test_a_page_is_made_in_another_thread() -> None:
    assert seen_by(scope())["thread"] is not threading.current_thread()


def test_the_address_and_the_visitor_reach_the_application() -> None:
    seen = seen_by(scope(path="/people/张三"))
    assert seen["PATH_INFO"].encode("latin-1").decode("utf-8") == "/people/张三"
    assert (seen["QUERY_STRING"], seen["REMOTE_ADDR"], seen["SERVER_PORT"]) == ("q=1", "10.0.0.7", "8000")


def test_headers_are_joined_and_cookies_stay_cookies() -> None:
    headers = [(b"accept", b"a"), (b"accept", b"b"), (b"cookie", b"x=1"), (b"cookie", b"y=2")]
    told = [(b"content-type", b"text/plain"), (b"content-length", b"3")]
    seen = seen_by(scope(headers=[*headers, *told]), [b"abc"])
    assert (seen["HTTP_ACCEPT"], seen["HTTP_COOKIE"]) == ("a,b", "x=1; y=2")
    assert (seen["CONTENT_TYPE"], seen["CONTENT_LENGTH"]) == ("text/plain", "3")


def test_a_header_with_an_underscore_cannot_pose_as_the_proxy_s() -> None:
    assert "HTTP_X_FORWARDED_PROTO" not in seen_by(scope(headers=[(b"x_forwarded_proto", b"https")]))


@pytest.mark.parametrize("size", [0, 10, BODY_IN_MEMORY + 1])
def test_a_body_arrives_whole_however_it_is_cut(size: int) -> None:
    body = bytes(index % 251 for index in range(size))
    cut = size // 3
    assert seen_by(scope(method="POST"), [body[:cut], body[cut:]])["body"] == body


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ([(b"content-length", b"268435457")], []),  # refused before a byte of it is read
        ([], [b"x" * (1 << 27)] * 3),
    ],
)
def test_a_body_beyond_all_measure_is_refused_while_it_comes(
    told: list[tuple[bytes, bytes]], parts: list[bytes | None]
) -> None:
    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        raise AssertionError("no page is made of it")

    start, body = ask(application, scope(method="POST", headers=told), parts)
    assert start["status"] == 413
    assert body["body"].decode() == "一次发送的内容超过 256 MB，没有收下。请返回上一页，分几次发送。"


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ([], [b"content=", None]),  # gone in the middle of it
        ([(b"content-length", b"8")], [b"content=", None]),  # gone before its end was seen
        ([(b"content-length", b"20")], [b"content="]),  # less than was promised
        ([], [None]),
    ],
)
def test_a_body_that_breaks_off_is_answered_by_nobody(
    told: list[tuple[bytes, bytes]], parts: list[bytes | None]
) -> None:
    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        raise AssertionError("no page is made of it")

    assert ask(application, scope(method="POST", headers=told), parts) == []


def test_a_stream_is_sent_chunk_by_chunk_from_one_thread_and_closed() -> None:
    threads: set[int] = set()

    def chunks() -> Iterator[bytes]:
        for part in (b"one", b"two"):
            threads.add(threading.get_ident())
            yield part

    answer = Answer(chunks(), streaming=True)

    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        threads.add(threading.get_ident())
        start("200 OK", [])
        return answer

    sent = ask(application, scope())
    assert [message.get("body") for message in sent] == [None, b"one", b"two", b""]
    assert [message.get("more_body", False) for message in sent] == [False, True, True, False]
    assert (len(threads), answer.closed) == (1, True)


def test_a_short_file_is_sent_at_once() -> None:
    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        start("200 OK", [("Content-Length", "2")])
        return Answer([b"a", b"b"], streaming=True)

    assert [message.get("body") for message in ask(application, scope())] == [None, b"ab"]


def test_a_stream_that_breaks_is_closed() -> None:
    def chunks() -> Iterator[bytes]:
        yield b"one"
        raise ValueError

    answer = Answer(chunks(), streaming=True)

    def application(environ: dict[str, Any], start: StartResponse) -> Answer:
        start("200 OK", [])
        return answer

    with pytest.raises(ValueError):
        ask(application, scope())
    assert answer.closed
