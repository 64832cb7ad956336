import codecs

import pytest

from comparekit.errors import FaultyLog
from comparekit.ingest.encodings import text_encoding

CHINESE = "抄表时间,旧表读数\n2025-04-15,1\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (CHINESE.encode("utf-8"), "utf-8"),
        (CHINESE.encode("utf-8-sig"), "utf-8-sig"),
        (CHINESE.encode("gb18030"), "gb18030"),
        (CHINESE.encode("gbk"), "gb18030"),
        (CHINESE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_LE + CHINESE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "utf-16"),
        ("𠮷,1\n".encode("gb18030"), "gb18030"),
        (b"time,reading\n\x1a", "utf-8"),
    ],
)
def test_the_encoding_is_told_by_bom_then_utf8_then_gb18030(data, encoding):
    assert text_encoding(data, "log.csv") == encoding


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file.empty"),
        (b" \r\n\t\n", "file.empty"),
        (codecs.BOM_UTF8, "file.empty"),
        (codecs.BOM_UTF16_LE, "file.empty"),
        (b"%PDF-1.7\n", "file.pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_excel"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file.binary"),
        (CHINESE.encode("utf-16-le"), "file.binary"),
        (b"time\x02,reading\n", "file.binary"),
        (codecs.BOM_UTF16_LE + "a\x00b".encode("utf-16-le"), "file.binary"),
        (b"\n<html><table>", "file.html"),
        (b"<!DOCTYPE html>", "file.html"),
        (b'<?xml version="1.0"?><Workbook>', "file.html"),
        (b"<TABLE border=1>", "file.html"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8a", "file.encoding"),
        (codecs.BOM_UTF8 + b"\xff\xff", "file.encoding"),
        (b"a,b\n\xff\xff\n", "file.encoding"),
    ],
)
def test_what_is_no_text_table_is_named(data, code):
    with pytest.raises(FaultyLog) as caught:
        text_encoding(data, "log.csv")
    (fault,) = caught.value.faults
    assert (fault.code, fault.file) == (code, "log.csv")
