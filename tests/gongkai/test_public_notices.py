"""What the public side is told of the bureau: kept current from its file, and no name unless it says so."""

from __future__ import annotations

from bundles.request_guide import read_guide
from bundles.responsibility import read_responsibility
from gongkai.app import open_app
from gongkai.tasks import publish_batch
from tests.gongkai.home import Home


def publish(home: Home, monkeypatch) -> None:
    monkeypatch.setattr("gongkai.app.load_settings", lambda: home.settings)
    monkeypatch.setattr("gongkai.tasks.deliver_outbox", dict)
    publish_batch(limit=10)


def change(home: Home, old: str, new: str) -> None:
    text = home.settings.bureau_file.read_text(encoding="utf-8")
    assert old in text
    home.settings.bureau_file.write_text(text.replace(old, new), encoding="utf-8")


def test_there_is_no_name_of_anybody_unless_the_bureau_says_so(home: Home, monkeypatch) -> None:
    publish(home, monkeypatch)
    assert not read_responsibility(home.settings.bundles, "shili-hrss").is_public
    change(home, "# publish_responsibility = true", "publish_responsibility = true")
    publish(home, monkeypatch)
    said = read_responsibility(home.settings.bundles, "shili-hrss")
    assert (said.head, said.deputies, said.office) == ("示例局长", ("示例副局长甲", "示例副局长乙"), "办公室")
    assert {(each.unit, each.person) for each in said.units} >= {("社会保险科", "示例科长乙")}
    change(home, "publish_responsibility = true", "publish_responsibility = false")
    publish(home, monkeypatch)
    assert "示例局长" not in (home.settings.bundles / "shili-hrss" / "responsibility.json").read_text(encoding="utf-8")


def test_a_changed_address_reaches_the_portal_with_the_next_publication(home: Home, monkeypatch) -> None:
    change(home, "示例区示例路1号", "示例区示例路2号")
    publish(home, monkeypatch)
    with open_app(home.settings) as app:
        guide = read_guide(app.settings.bundles, app.bureau.id, app.bureau.name)
    assert guide.address == "示例区示例路2号"
