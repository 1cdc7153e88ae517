"""A whole year-end of the demonstration in a browser: from opening the poll to the signed forms.

It is the bureau as the demonstration tells it to 26 January: four quarters are scored, and nothing is settled
yet. One of each kind of people acts in the browser; what the others do the same way goes through the acts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from django.utils import timezone
from docx import Document
from playwright.sync_api import Page, expect

from daybook.annual.actions.signing import sign_result
from daybook.annual.actions.voting import Form, cast_ballots
from daybook.annual.enums import Stage
from daybook.annual.models import Ballot, Decision, Notice, Poll, SealedResult, Signature, StagedBallot
from daybook.annual.queries.polls import own_ballot
from daybook.annual.queries.settled import settled_year
from daybook.annual.queries.verified import disagreements
from daybook.demo.build import make_demo
from daybook.org.models import Account, Bureau, Person
from daybook.rules.result import YearResult

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Account], None]
YEAR, TOLD = 2025, date(2026, 1, 26)
OFFICER, PRINCIPAL, VOTER = "高敏芝", "周明远", "林晓舟"
LEADERS = ("贺文柏", "沈静宜", "许国梁", PRINCIPAL)


@pytest.fixture
def bureau(transactional_db: None) -> Bureau:
    """The demonstration before its first year is settled."""
    return make_demo(today=TOLD, seed=11, say=lambda _words: None)


class Story:
    """The pages of the year, and whoever opens them."""

    def __init__(self, page: Page, bureau: Bureau, sign_in: SignIn) -> None:
        self.page = page
        self.bureau = bureau
        self._sign_in = sign_in

    def person(self, name: str) -> Person:
        return Person.objects.select_related("bureau").get(bureau=self.bureau, name=name)

    def open(self, part: str, name: str = "") -> None:
        """A part of the year, by somebody else where a name is given."""
        if name:
            self._sign_in(self.person(name).account)
        self.page.goto(f"/years/{YEAR}/{part}")

    def press(self, button: str | re.Pattern[str], told: str) -> None:
        self.page.get_by_role("button", name=button).click()
        expect(self.page.locator(".messages")).to_contain_text(told)

    def settled(self) -> YearResult:
        return settled_year(self.bureau, YEAR).result


def test_a_whole_year_end(page: Page, bureau: Bureau, sign_in: SignIn, tmp_path: Path) -> None:
    story = Story(page, bureau, sign_in)
    summaries(story)
    voting(story)
    quotas(story)
    grades(story)
    notice(story)
    signatures(story)
    forms(story, tmp_path)
    assert list(disagreements(bureau)) == []


def summaries(story: Story) -> None:
    """One writes his summary of what the months hold, the others hand theirs in."""
    page = story.page
    story.open("summary", VOTER)
    page.locator('[name="duty_report"]').fill("一年来，全过程参与防汛值守和预案修订。")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已存")
    page.get_by_role("button", name="提交总结").click()
    expect(page.get_by_text("年度总结已提交")).to_be_visible()


def voting(story: Story) -> None:
    """The office opens the poll, one votes by keyboard, and the office closes it when all have voted."""
    page = story.page
    story.open("poll", OFFICER)
    page.get_by_role("checkbox").check()
    story.press("现在开始", "测评已开始")
    story.open("ballot", VOTER)
    ratees = page.locator("tr[data-ratee]").count()
    expect(page.locator(".act-what")).to_contain_text(f"请给{ratees}位同事测评")
    expect(page.locator("fieldset.choice input").first).to_be_focused()
    for place in range(5 * ratees):
        page.keyboard.press("112"[place % 3])
    expect(page.locator("#left")).to_contain_text("都已填完")
    page.locator("#cast").click()
    expect(page.locator(".act-what")).to_contain_text("您已投出")

    chance, poll = Random(3), Poll.objects.get()
    for person in Person.objects.filter(bureau=story.bureau).exclude(name=VOTER).select_related("bureau"):
        given = own_ballot(poll, person.number, timezone.localdate())
        options = {each.number: "".join(chance.choices("ABCD", (9, 5, 2, 1), k=5)) for each in given.ratees}
        if options:
            cast_ballots(voter=person, poll=poll, form=Form(options, confirmed=True))
    staged = StagedBallot.objects.count()
    story.open("poll", OFFICER)
    page.get_by_role("checkbox").check()
    story.press("结束测评，不再恢复", "测评已结束")
    assert (Ballot.objects.count(), StagedBallot.objects.count()) == (staged, 0)


def quotas(story: Story) -> None:
    """The office freezes who counts where; the seats stand with their arithmetic."""
    story.open("units")
    story.page.get_by_role("button", name="冻结").click()
    expect(story.page.get_by_text("考核单元已冻结，第1版。")).to_be_visible()
    pool = story.settled().pools[0]
    first = story.page.locator(".unit-sheet").first
    expect(first).to_contain_text(f"总数 = ⌊{pool.headcount} ×")


def grades(story: Story) -> None:
    """Every leader proposes for the unit, and the committee decides on all."""
    page = story.page
    propose = page.get_by_role("button", name=re.compile("提交.*建议"))
    for leader in LEADERS:
        story.open("grades", leader)
        propose.click()
        expect(page.locator(".messages")).to_contain_text("等次建议")
        if page.get_by_role("link", name="去填那张表").count():  # of the workers, who are ranked apart
            page.get_by_role("link", name="去填那张表").click()
            propose.click()
            expect(page.locator(".year-step")).to_contain_text("1人")
    story.open("grades", PRINCIPAL)
    page.get_by_role("button", name=re.compile("决定.*等次")).click()
    expect(page.locator(".year-step")).to_contain_text("没有人的等次与此前不同")
    suggested = {each.number: each.suggested for each in story.settled().people if each.suggested}
    rows = Decision.objects.filter(bureau=story.bureau, year=YEAR, stage=Stage.DECIDED)
    decided = dict(rows.values_list("person__number", "grade"))
    assert decided == suggested


def notice(story: Story) -> None:
    """The list hangs for its days, then the year becomes final."""
    story.open("grades", OFFICER)
    story.press("张贴公示", "名单已公示")
    story.open("final")
    expect(story.page.get_by_text("还不能终定")).to_be_visible()
    ago = timedelta(days=14)
    for row in Notice.objects.all():
        days = {"first_day": row.first_day - ago, "last_day": row.last_day - ago}
        Notice.objects.filter(pk=row.pk).update(put_up_at=row.put_up_at - ago, **days)
    for noticed in Decision.objects.filter(stage=Stage.NOTICED, decided_at__isnull=False):
        earlier = noticed.decided_at - ago  # type: ignore[operator]
        Decision.objects.filter(pk=noticed.pk).update(decided_at=earlier)
    story.open("final")
    story.press("终定", "人的结果待本人签署")
    assert SealedResult.objects.count() == len([each for each in story.settled().people if each.suggested])


def signatures(story: Story) -> None:
    """One signs in the browser as everybody does, and the office sees that all have."""
    page = story.page
    story.open("results", VOTER)
    page.goto("/")
    page.get_by_role("link", name=re.compile("阅读并签署2025年度结果")).click()
    page.get_by_label("同意", exact=True).check()
    story.press("签署", "您的意见已随结果记下")
    for row in Decision.objects.filter(stage=Stage.FINAL).exclude(person__name=VOTER):
        sign_result(person=row.person, year=YEAR, kind="signed")
    story.open("final", OFFICER)
    expect(page.locator("#act-what")).to_have_text("年度考核已终定，所有人都已签署")
    assert Signature.objects.count() == SealedResult.objects.count()


def forms(story: Story, folder: Path) -> None:
    """All forms in one archive, signed, with the figures of `settle`."""
    page = story.page
    story.open("forms")
    with page.expect_download() as waited:
        page.get_by_role("button", name="打包全部导出").click()
    waited.value.save_as(folder / "forms.zip")
    with ZipFile(folder / "forms.zip") as archive:
        texts = {name: text_of(archive.read(name)) for name in archive.namelist()}
    people = story.settled().people
    assert len(texts) == len(people)
    for person in people:
        name = Person.objects.get(bureau=story.bureau, number=person.number).name
        text = next(text for file, text in texts.items() if name in file)
        assert "同意考核结果" in text
        assert person.total is None or str(person.total.value) in text


def text_of(content: bytes) -> str:
    body = Document(BytesIO(content)).element.body
    return " ".join("".join(each.itertext()) for each in body.iter() if each.tag.endswith("}p"))
