"""Cuts a CID-keyed CFF font down to a few glyphs, so that a PDF can embed it (Adobe Technical Notes 5176, 5177)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

CHARSET, CHAR_STRINGS, PRIVATE, LOCAL_SUBRS = b"\x0f", b"\x11", b"\x12", b"\x13"
FD_ARRAY, FD_SELECT, CID_COUNT = b"\x0c\x24", b"\x0c\x25", b"\x0c\x22"
STEMS, MASKS = {1, 3, 18, 23}, {19, 20}
CALL_LOCAL, CALL_GLOBAL, RETURN, ESCAPE = 10, 29, 11, 12
Dict = dict[bytes, bytes]  # operator to its operands, both as stored


def subset(cff: bytes, glyphs: Sequence[int]) -> bytes:
    """A CFF font that holds .notdef and `glyphs` as CID 1, 2, … in that order, without subroutines.

    `glyphs` are glyph ids of `cff`, which must be CID-keyed as the Noto CJK fonts are.
    """
    names, position = _index(cff, cff[2])
    tops, position = _index(cff, position)
    strings, position = _index(cff, position)
    global_subrs, _ = _index(cff, position)
    top = _read_dict(tops[0])
    char_strings, _ = _index(cff, _number(top[CHAR_STRINGS]))
    font_dicts, _ = _index(cff, _number(top[FD_ARRAY]))
    kept = [0, *glyphs]
    selected = _selected_dicts(cff, _number(top[FD_SELECT]), kept)
    subrs = {number: _local_subrs(cff, _read_dict(font_dicts[number])) for number in set(selected)}
    outlines = [
        _Inliner(global_subrs, subrs[number]).flatten(char_strings[glyph])
        for glyph, number in zip(kept, selected, strict=True)
    ]
    privates = [_private(cff, _read_dict(font_dict)) for font_dict in font_dicts]
    return _assemble(names, top, strings, outlines, bytes(selected), [_read_dict(d) for d in font_dicts], privates)


def _assemble(  # one argument per block of the format, in file order
    names: list[bytes],
    top: Dict,
    strings: list[bytes],
    outlines: list[bytes],
    selected: bytes,
    font_dicts: list[Dict],
    privates: list[bytes],
) -> bytes:
    def top_dict(*offsets: int) -> bytes:
        places = dict(zip((CHARSET, FD_SELECT, CHAR_STRINGS, FD_ARRAY), map(_operand, offsets), strict=True))
        return _write_index([_write_dict({**top, CID_COUNT: _operand(len(outlines)), **places})])

    before = b"\x01\x00\x04\x04" + _write_index(names)
    between = _write_index(strings) + _write_index([])
    charset = b"\x02" + struct.pack(">HH", 1, max(len(outlines) - 2, 0))  # one range: CID = glyph id
    select = b"\x00" + selected
    drawings = _write_index(outlines)
    offset = len(before) + len(top_dict(0, 0, 0, 0)) + len(between)
    places = [offset, offset + len(charset), offset + len(charset) + len(select)]
    places.append(places[-1] + len(drawings))

    def font_dict_index(first_private: int) -> bytes:
        entries = []
        for font_dict, private in zip(font_dicts, privates, strict=True):
            entries.append(_write_dict({**font_dict, PRIVATE: _operand(len(private)) + _operand(first_private)}))
            first_private += len(private)
        return _write_index(entries)

    first_private = places[-1] + len(font_dict_index(0))
    body = charset + select + drawings + font_dict_index(first_private) + b"".join(privates)
    return before + top_dict(*places) + between + body


@dataclass(slots=True)
class _Inliner:
    """Writes a Type 2 charstring with its subroutine calls replaced by what they call."""

    global_subrs: list[bytes]
    local_subrs: list[bytes]
    out: bytearray = field(default_factory=bytearray)
    stems: int = 0
    operands: list[bytes] = field(default_factory=list)  # those on the stack, as stored

    def flatten(self, code: bytes) -> bytes:
        at = 0
        while at < len(code):
            operator = code[at]
            if operator == RETURN:
                break
            length = _operand_length(operator) or self._operator_length(operator)
            token = code[at : at + length]
            at += length
            if _operand_length(operator):
                self.operands.append(token)
                self.out += token
            elif operator in {CALL_LOCAL, CALL_GLOBAL}:
                self._call(self.local_subrs if operator == CALL_LOCAL else self.global_subrs)
            else:
                self.operands.clear()
                self.out += token
        return bytes(self.out)

    def _call(self, subrs: list[bytes]) -> None:
        operand = self.operands.pop()
        del self.out[-len(operand) :]
        bias = 107 if len(subrs) < 1240 else 1131 if len(subrs) < 33900 else 32768  # Note 5177, 4.7
        self.flatten(subrs[_number(operand) + bias])

    def _operator_length(self, operator: int) -> int:
        """Hint masks are followed by one bit per stem; stems given right before a mask are vertical ones, implied."""
        if operator in STEMS | MASKS:
            self.stems += len(self.operands) // 2
        if operator in MASKS:
            return 1 + (self.stems + 7) // 8
        return 2 if operator == ESCAPE else 1


def _operand_length(first: int) -> int:
    """Bytes of the operand that starts with `first` in a charstring; 0 for an operator."""
    if first == 28:  # the encodings of Note 5177, 3.2
        return 3
    if first < 32:
        return 0
    return 1 if first < 247 else 5 if first == 255 else 2


def _number(operand: bytes) -> int:
    """The last whole number of a stored operand list of one number (charstring or DICT encoding)."""
    first = operand[0]
    if first == 28:
        return int.from_bytes(operand[1:3], "big", signed=True)
    if first == 29:  # DICT only
        return int.from_bytes(operand[1:5], "big", signed=True)
    if first < 247:
        return first - 139
    if first < 251:
        return (first - 247) * 256 + operand[1] + 108
    return -(first - 251) * 256 - operand[1] - 108


def _operand(number: int) -> bytes:
    """A DICT number in five bytes, so that a DICT's length does not depend on its offsets."""
    return b"\x1d" + struct.pack(">i", number)


def _read_dict(data: bytes) -> Dict:
    entries: Dict = {}
    start = at = 0
    while at < len(data):
        first = data[at]
        if first <= 21:  # operators; all else is a number
            length = 2 if first == ESCAPE else 1
            entries[data[at : at + length]] = data[start:at]
            start = at = at + length
        elif first == 30:  # a real number, nibbles up to 0xf
            at += 1
            while data[at] & 0x0F != 0x0F:
                at += 1
            at += 1
        else:
            at += {28: 3, 29: 5}.get(first) or (1 if first < 247 else 2)
    return entries


def _write_dict(entries: Dict) -> bytes:
    return b"".join(operands + operator for operator, operands in entries.items())


def _index(cff: bytes, position: int) -> tuple[list[bytes], int]:
    """The members of the INDEX at `position`, and where it ends."""
    count = struct.unpack_from(">H", cff, position)[0]
    if not count:
        return [], position + 2
    size = cff[position + 2]
    table = position + 3
    offsets = [int.from_bytes(cff[table + size * i : table + size * (i + 1)], "big") for i in range(count + 1)]
    base = table + size * (count + 1) - 1
    return [cff[base + a : base + b] for a, b in pairwise(offsets)], base + offsets[-1]


def _write_index(members: Sequence[bytes]) -> bytes:
    if not members:
        return b"\x00\x00"
    offsets = accumulate(map(len, members), initial=1)
    table = b"".join(struct.pack(">I", offset) for offset in offsets)
    return struct.pack(">HB", len(members), 4) + table + b"".join(members)


def _selected_dicts(cff: bytes, position: int, glyphs: Sequence[int]) -> list[int]:
    """For each glyph the font DICT that its hints and subroutines belong to (FDSelect format 3, ranges)."""
    ranges = struct.unpack_from(">H", cff, position + 1)[0]
    spans = list(struct.iter_unpack(">HB", cff[position + 3 : position + 3 + 3 * ranges]))
    return [spans[bisect_right(spans, glyph, key=lambda span: span[0]) - 1][1] for glyph in glyphs]


def _private_place(font_dict: Dict) -> tuple[int, int]:
    """Size and offset of a font DICT's Private DICT; the offset is the operands' last five bytes or fewer."""
    operands = font_dict[PRIVATE]
    length = {28: 3, 29: 5}.get(operands[0]) or (1 if operands[0] < 247 else 2)
    return _number(operands), _number(operands[length:])


def _private(cff: bytes, font_dict: Dict) -> bytes:
    size, offset = _private_place(font_dict)
    entries = _read_dict(cff[offset : offset + size])
    entries.pop(LOCAL_SUBRS, None)
    return _write_dict(entries)


def _local_subrs(cff: bytes, font_dict: Dict) -> list[bytes]:
    size, offset = _private_place(font_dict)
    entries = _read_dict(cff[offset : offset + size])
    return _index(cff, offset + _number(entries[LOCAL_SUBRS]))[0] if LOCAL_SUBRS in entries else []
