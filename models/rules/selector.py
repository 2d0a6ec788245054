"""Which subjects a rule watches."""

from models.registry import Code, DeviceKind, Entry, Medium, PlaceKind
from models.traits import Traits


class Selector(Entry):
    """All that is written must hold; an empty list asks nothing.

    `institutions` and `places` mean everything below them too. `items` are sub-items (分项), `codes` meters,
    devices or institutions, `plates` and `duties` (用途) vehicles, `tags` (标签)
    meters, devices or vehicles with any of them; what `except_*` names is left out.
    """

    institutions: tuple[Code, ...] = ()
    places: tuple[Code, ...] = ()
    device_kinds: tuple[DeviceKind, ...] = ()
    media: tuple[Medium, ...] = ()
    items: tuple[str, ...] = ()
    levels: tuple[int, ...] = ()
    codes: tuple[Code, ...] = ()
    plates: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    tags: tuple[Code, ...] = ()
    except_codes: tuple[Code, ...] = ()
    except_media: tuple[Medium, ...] = ()
    except_items: tuple[str, ...] = ()
    except_place_kinds: tuple[PlaceKind, ...] = ()
    except_plates: tuple[str, ...] = ()
    except_duties: tuple[str, ...] = ()
    except_tags: tuple[Code, ...] = ()

    def selects(self, subject: Traits) -> bool:
        """Tell whether a rule with this selector watches a subject."""
        return self._is_asked(subject) and not self._is_left_out(subject)

    def _is_asked(self, subject: Traits) -> bool:
        asked = (
            (self.institutions, subject.institutions),
            (self.places, subject.places),
            (self.device_kinds, {subject.device_kind}),
            (self.media, {subject.medium}),
            (self.items, {subject.item}),
            (self.levels, {subject.level}),
            (self.codes, {subject.code}),
            (self.plates, {subject.plate}),
            (self.duties, {subject.duty}),
            (self.tags, subject.tags),
        )
        return all(not wanted or not found.isdisjoint(wanted) for wanted, found in asked)

    def _is_left_out(self, subject: Traits) -> bool:
        return (
            subject.code in self.except_codes
            or subject.medium in self.except_media
            or subject.item in self.except_items
            or subject.plate in self.except_plates
            or subject.duty in self.except_duties
            or not subject.tags.isdisjoint(self.except_tags)
            or not subject.place_kinds.isdisjoint(self.except_place_kinds)
        )
