"""`daybook account`: whoever has just been imported can sign in."""

from __future__ import annotations

from click.testing import CliRunner, Result
from django.test import Client

from daybook.ledger.models import LedgerLine
from daybook.org.commands import account
from daybook.org.models import Account
from tests.factories import last_line
from tests.pages import words
from tests.people import Cast, water_bureau

PASSWORD = "Jiang-Zhou-31"


def run(*arguments: str, given: str = f"{PASSWORD}\n{PASSWORD}\n") -> Result:
    return CliRunner().invoke(account, arguments, input=given)


def arrives(username: str, password: str = PASSWORD) -> bool:
    answer = Client().post("/accounts/login/", {"login": username, "password": password})
    return answer.status_code == 302 and answer["Location"] == "/"


def test_a_person_without_an_account_gets_one_and_signs_in(cast: Cast) -> None:
    Account.objects.all().delete()
    done = run("S02")
    assert (done.exit_code, done.stdout) == (0, "钱进（江州市水务局）可以登录，登录名：S02\n")
    assert arrives("S02")
    assert last_line().action == "make_account"


def test_a_password_is_given_anew_without_a_word_of_it_in_the_ledger(cast: Cast) -> None:
    assert run("S02", given="Yi-Qian-De-30\n" * 2).exit_code == 0
    assert run("S02").exit_code == 0
    assert arrives("S02")
    assert not arrives("S02", "Yi-Qian-De-30")
    line = last_line()
    assert (line.action, line.object_key, line.after) == ("set_password", "S02", {"person": "S02"})
    assert PASSWORD not in str(list(LedgerLine.objects.values()))


def test_a_password_is_asked_for_twice_and_never_shown(cast: Cast) -> None:
    done = run("S02", given=f"{PASSWORD}\nanother one\n{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert "两次输入的不一样。" in done.stderr
    assert PASSWORD not in done.output
    assert arrives("S02")


def test_three_unlike_pairs_set_nothing(cast: Cast) -> None:
    done = run("S02", given="one\ntwo\n" * 3)
    assert done.exit_code == 1
    assert "没有设置密码。" in done.stderr
    assert not cast["S02"].account.has_usable_password()


def test_a_script_gives_the_password_on_standard_input(cast: Cast) -> None:
    assert run("S02", "--password-stdin", given=f"{PASSWORD}\n").exit_code == 0
    assert arrives("S02")


def test_a_weak_password_is_refused_in_words_and_makes_no_account(cast: Cast) -> None:
    Account.objects.all().delete()
    for weak, why in (("shui", "不足8"), ("", "不足8"), ("password1", "太常见")):
        done = run("S02", "--password-stdin", given=f"{weak}\n")
        assert done.exit_code == 1
        assert why in done.stderr
    assert not Account.objects.exists()


def test_an_unknown_person_or_bureau_is_named_before_any_password_is_asked_for(cast: Cast) -> None:
    nobody = run("S99", given="")
    assert (nobody.exit_code, "江州市水务局没有工号为“S99”的人。" in nobody.stderr) == (1, True)
    nowhere = run("S02", "--bureau", "NONE", given="")
    assert (nowhere.exit_code, "NONE" in nowhere.stderr) == (1, True)


def test_the_same_number_in_two_bureaus_has_two_names(cast: Cast) -> None:
    other = water_bureau(code="OTHER")
    Account.objects.filter(person=other["S02"]).delete()
    assert "WATER" in run("S02", given="").stderr
    assert "登录名：OTHER-S02" in run("S02", "--bureau", "OTHER").stdout
    assert arrives("OTHER-S02")


def test_the_sign_in_page_names_the_first_step_only_while_nobody_has_an_account(cast: Cast) -> None:
    step = "daybook account"
    assert step not in Client().get("/accounts/login/").content.decode()
    Account.objects.all().delete()
    told = words(Client().get("/accounts/login/").content.decode())
    assert "还没有人有账号" in told
    assert step in told
