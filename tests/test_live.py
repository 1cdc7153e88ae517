"""The watch over a browser page sees what it is there to see."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.live import Watch


def faults_of(browser: Browser, server: str, script: str) -> list[str]:
    context = browser.new_context(base_url=server)
    watch = Watch(urlsplit(server).netloc)
    watch.observe(context)
    page = context.new_page()
    page.evaluate(script)
    page.wait_for_timeout(200)
    context.close()
    return watch.faults


def test_a_quiet_page_has_no_faults(browser: Browser, server: str) -> None:
    assert faults_of(browser, server, "console.log('well')") == []


def test_a_console_error_is_a_fault(browser: Browser, server: str) -> None:
    assert faults_of(browser, server, "console.error('broken')") == ["console: broken"]


def test_an_exception_is_a_fault(browser: Browser, server: str) -> None:
    found = faults_of(browser, server, "setTimeout(() => { throw new Error('boom') })")
    assert ["boom" in fault for fault in found] == [True]


def test_a_request_to_another_host_is_a_fault(browser: Browser, server: str) -> None:
    found = faults_of(browser, server, "fetch('http://127.0.0.1:9/', {mode: 'no-cors'}).catch(() => {})")
    assert "request to another host: http://127.0.0.1:9/" in found


def test_what_shuts_somebody_out_is_a_fault(page: Page, axe: Callable[[Page], list[str]]) -> None:
    image = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    pale = '<p style="color: #ccc">淡淡的一句话</p>'
    page.set_content(f'<html lang="zh"><title>页</title><main><h1>页</h1>{image}{pale}</main>')
    assert sorted(fault.split(":")[0] for fault in axe(page)) == ["color-contrast", "image-alt"]
