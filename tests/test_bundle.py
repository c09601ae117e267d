"""What keur ships can be found, in a checkout and in a wheel."""

import pytest

from keur import bundle
from keur.errors import KeurError


def test_the_checkout_is_found() -> None:
    files = bundle.shipped("schemas")
    assert "Service.yaml" in files
    assert "relations/dependsOn.yaml" in files
    assert list(files) == sorted(files)


def test_the_wheel_comes_first(tmp_path, monkeypatch) -> None:
    (tmp_path / "schemas" / "relations").mkdir(parents=True)
    (tmp_path / "schemas" / "relations" / "leansOn.yaml").write_bytes(b"inverse: carries")
    monkeypatch.setattr(bundle, "_DATA", tmp_path)
    assert bundle.shipped("schemas") == {"relations/leansOn.yaml": b"inverse: carries"}


def test_an_incomplete_installation_is_said(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(bundle, "_DATA", tmp_path)
    with pytest.raises(KeurError, match="incomplete: it has no policies"):
        bundle.shipped("policies")
