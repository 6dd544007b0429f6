"""The list of what a workspace holds: one row an import, in SQLite.

A file counts only once its row is written: a program that is killed in between loses the import in hand, no other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import String, create_engine, event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from geodata.workspace.folder import CATALOGUE_FILE, WorkspaceError


class _Base(DeclarativeBase):
    pass


class Import(_Base):
    """One file that was imported as the line of a date, and whose it is.

    `key` is what sources are cited by; `file` the GeoPackage in the workspace; `original` and `sha256` name the file as
    it came. `length_km` and `area_km2` are of the published drawing. `deleted_at` is set while it can be restored.
    """

    __tablename__ = "imports"

    key: Mapped[str] = mapped_column(String, primary_key=True)
    line_date: Mapped[str]
    title: Mapped[str]
    publisher: Mapped[str]
    licence: Mapped[str]
    published: Mapped[str]
    may_be_passed_on: Mapped[bool]
    file: Mapped[str]
    original: Mapped[str]
    sha256: Mapped[str]
    length_km: Mapped[float]
    area_km2: Mapped[float]
    imported_at: Mapped[str]
    deleted_at: Mapped[str | None] = mapped_column(default=None)


class Catalogue:
    """The imports of the workspace in `folder`, which is made when something is first written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / CATALOGUE_FILE

    def imports(self, *, deleted: bool = False) -> tuple[Import, ...]:
        """Return what there is, the oldest date first; with `deleted`, what can be brought back."""
        if not self.path.exists():
            return ()
        with self._session() as session:
            rows = session.scalars(select(Import).order_by(Import.line_date, Import.imported_at))
            return tuple(row for row in rows if (row.deleted_at is not None) == deleted)

    def add(self, row: Import) -> None:
        """Write a row; another one of the same date takes its place and can be brought back."""
        with self._session() as session:
            for other in session.scalars(select(Import).where(Import.line_date == row.line_date)):
                other.deleted_at = other.deleted_at or now()
            session.add(row)
            session.commit()

    def delete(self, key: str) -> Import:
        """Take an import out; `restore` brings it back.

        Raises
        ------
        WorkspaceError
            If there is none of that key.

        """
        return self._mark(key, deleted_at=now())

    def restore(self, key: str) -> Import:
        """Bring a deleted import back, in the place of another of its date."""
        return self._mark(key, deleted_at=None)

    def _mark(self, key: str, *, deleted_at: str | None) -> Import:
        is_deletion = deleted_at is not None
        candidates = [row.key for row in self.imports(deleted=not is_deletion)]
        if key not in candidates:
            there = ", ".join(candidates) or "none"
            raise WorkspaceError(
                f"There is no import “{key}” to {'delete' if is_deletion else 'restore'}; there are: {there}."
            )
        with self._session() as session:
            row = session.get_one(Import, key)
            if not is_deletion:
                for other in session.scalars(select(Import).where(Import.line_date == row.line_date)):
                    other.deleted_at = other.deleted_at or now()
            row.deleted_at = deleted_at
            session.commit()
            session.refresh(row)
            session.expunge(row)
            return row

    @contextmanager
    def _session(self) -> Iterator[Session]:
        self.folder.mkdir(parents=True, exist_ok=True)
        engine = create_engine(f"sqlite:///{self.path}", connect_args={"timeout": 10})
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=FULL"))
        try:
            _Base.metadata.create_all(engine)
            with Session(engine, expire_on_commit=False) as session:
                yield session
        except SQLAlchemyError as problem:
            raise WorkspaceError(
                f"The workspace {self.folder} cannot be used: {_short(problem)}. "
                "Name another folder with --workspace, or restore this one from a copy."
            ) from problem
        finally:
            engine.dispose()


def _short(problem: SQLAlchemyError) -> str:
    return " ".join(str(problem.__cause__ or problem).split())[:160]


def now() -> str:
    """Return the time in UTC, as ISO text."""
    return datetime.now(UTC).isoformat(timespec="seconds")
