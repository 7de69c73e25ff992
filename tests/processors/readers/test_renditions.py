from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from processors.extraction import Unreadable
from processors.renditions.picture_bytes import without_metadata
from processors.renditions.public import public_rendition
from processors.sandbox.limits import DEFAULT_LIMITS
from processors.sandbox.work import read_file
from processors.sniff import MediaType, sniff

Dig = Callable[[Path], bytes]


def rendition(path: Path, tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    return public_rendition(path, sniff(path), out)


def text(path: Path) -> str:
    return "".join(page.text for page in read_file(path, DEFAULT_LIMITS).pages)


def test_an_element_of_countless_attributes_is_not_cleaned_for_minutes(
    docx_with: Callable[..., Path], tmp_path: Path
) -> None:
    attributes = " ".join(f'w:rsid{number}=""' for number in range(5000))
    path = docx_with(f"<w:p {attributes}><w:r><w:t>x</w:t></w:r></w:p>")
    with pytest.raises(Unreadable) as refusal:
        public_rendition(path, MediaType.DOCX, tmp_path / "out")
    assert refusal.value.code == "broken"


def test_a_docx_keeps_its_text_and_loses_everything_else(
    docx_with: Callable[..., Path], tmp_path: Path, everything_in: Dig
) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    body = "".join(
        (
            '<w:p w:rsidR="00AB12CD">' + run.format("保留"),
            f'<w:ins w:id="1" w:author="SECRET-author">{run.format("加上")}</w:ins>',
            '<w:del w:id="2" w:author="SECRET-author"><w:r><w:delText>SECRET-deleted</w:delText></w:r></w:del>',
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>SECRET-hidden</w:t></w:r>",
            '<w:r><w:rPr><w:rPrChange w:id="3" w:author="SECRET-author"><w:rPr/></w:rPrChange></w:rPr>',
            '<w:t>改样</w:t></w:r><w:commentRangeStart w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>',
            field.format("begin") + "<w:r><w:instrText>INCLUDETEXT SECRET-path</w:instrText></w:r>",
            field.format("separate") + run.format("域的结果") + field.format("end"),
            '<!-- SECRET-remark --></w:p><w:sdt><w:sdtPr><w:alias w:val="SECRET-alias"/></w:sdtPr><w:sdtContent><w:p>',
            run.format("控件") + "</w:p></w:sdtContent></w:sdt>",
        )
    )
    path = docx_with(
        body,
        parts={
            "word/comments.xml": b"<c>SECRET-comment</c>",
            "word/embeddings/book.xlsx": b"SECRET-embedded",
            "customXml/item9.xml": b"<c>SECRET-custom</c>",
            "word/vbaProject.bin": b"SECRET-macro",
        },
        relations={"comments.xml": "comments", "embeddings/book.xlsx": "package", "vbaProject.bin": "vbaProject"},
    )
    made = rendition(path, tmp_path)
    whole = everything_in(made)
    assert b"SECRET" not in whole
    assert b"rsid" not in whole
    assert b"python-docx" in everything_in(path)
    assert b"python-docx" not in whole
    assert text(made) == text(path) == "保留加上改样域的结果\n控件\n"
    assert [paragraph.text for paragraph in docx.Document(str(made)).paragraphs] == ["保留加上改样域的结果", "控件"]


def test_pictures_of_a_docx_stay_without_their_exif(tmp_path: Path, everything_in: Dig) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-description"
    Image.new("RGB", (40, 40), "blue").save(tmp_path / "SECRET-name.jpg", exif=exif)
    document = docx.Document()
    document.add_picture(str(tmp_path / "SECRET-name.jpg"))
    document.save(str(tmp_path / "a.docx"))
    made = rendition(tmp_path / "a.docx", tmp_path)
    assert b"SECRET" in everything_in(tmp_path / "a.docx")
    assert b"SECRET" not in everything_in(made)
    assert len(docx.Document(str(made)).inline_shapes) == 1


@pytest.fixture
def loaded_pdf(tmp_path: Path) -> Path:
    """A PDF that carries something along in every way we know."""
    path = tmp_path / "loaded.pdf"
    with pikepdf.Pdf.new() as pdf:
        name = pikepdf.Name
        font = pdf.make_indirect(pikepdf.Dictionary(Type=name.Font, Subtype=name.Type1, BaseFont=name.Helvetica))
        page = pdf.add_blank_page(page_size=(595, 842))
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=name.OCG, Name="SECRET-layer"))
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font), Properties=pikepdf.Dictionary(L1=layer)
        )
        page.obj.Contents = pdf.make_stream(
            b"BT /F1 12 Tf 72 700 Td (A visible line of the document) Tj ET\n"
            b"/OC /L1 BDC BT /F1 12 Tf 72 600 Td (SECRET-hidden) Tj ET EMC\n"
            b"/Span <</ActualText (SECRET-actual)>> BDC BT /F1 12 Tf 72 650 Td (spanned) Tj ET EMC\n"
        )
        page.obj.PieceInfo = pikepdf.Dictionary(App=pikepdf.Dictionary(Private="SECRET-private"))
        page.obj.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=name.Annot, Subtype=name.Text, Rect=[0, 0, 9, 9], Contents="SECRET-comment")]
        )
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]), Order=pikepdf.Array([layer]))
        )
        pdf.Root.OpenAction = pikepdf.Dictionary(S=name.JavaScript, JS="app.alert('SECRET-script')")
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary(First=pikepdf.Dictionary(Title="SECRET-title")))
        pdf.attachments["SECRET-name.txt"] = b"SECRET-attachment"
        pdf.docinfo["/Author"] = "SECRET-author"
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = "SECRET-xmp"
        pdf.save(path)
    # An earlier version of the file: what was changed away is still in front of the new end.
    path.write_bytes(path.read_bytes() + b"\n% SECRET-history\n%%EOF\n")
    return path


def test_a_pdf_keeps_what_it_shows_and_loses_everything_else(
    loaded_pdf: Path, tmp_path: Path, everything_in: Dig
) -> None:
    assert everything_in(loaded_pdf).count(b"SECRET") >= 10
    made = rendition(loaded_pdf, tmp_path)
    assert b"SECRET" not in everything_in(made)
    assert text(made) == "A visible line of the document\nspanned\n"
    with pikepdf.Pdf.open(made) as written:
        assert set(written.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Info" not in written.trailer


def test_a_pdf_that_needs_no_password_is_published_unlocked(loaded_pdf: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.Pdf.open(loaded_pdf) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="", owner="o"))
    with pikepdf.Pdf.open(rendition(locked, tmp_path)) as written:
        assert not written.is_encrypted


def test_pictures_of_a_pdf_lose_their_exif(tmp_path: Path, everything_in: Dig) -> None:
    exif = Image.Exif()
    exif[0x010E] = "SECRET-description"
    written = io.BytesIO()
    Image.new("RGB", (40, 40), "blue").save(written, "JPEG", exif=exif, comment=b"SECRET-comment")
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page()
        picture = pdf.make_stream(written.getvalue())
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=40,
            Height=40,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=pikepdf.Name.DCTDecode,
        )
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=picture))
        page.obj.Contents = pdf.make_stream(b"q 40 0 0 40 0 0 cm /I Do Q")
        pdf.save(tmp_path / "a.pdf")
    made = rendition(tmp_path / "a.pdf", tmp_path)
    assert b"SECRET" not in everything_in(made)
    with pikepdf.Pdf.open(made) as pdf:
        assert pikepdf.PdfImage(pdf.pages[0].Resources.XObject["/I"]).as_pil_image().size == (40, 40)


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.bmp", "a.tiff"])
def test_a_picture_becomes_a_pdf_of_its_pixels_alone(tmp_path: Path, name: str, everything_in: Dig) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0112] = "SECRET-description", 6
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "SECRET-author")
    picture = Image.new("RGB", (300, 200), "white")
    kind = {"a.jpg": {"exif": exif}, "a.png": {"pnginfo": info}, "a.bmp": {}, "a.tiff": {"exif": exif}}[name]
    picture.save(tmp_path / name, **kind)
    (tmp_path / name).write_bytes((tmp_path / name).read_bytes() + b"SECRET-tail")
    made = rendition(tmp_path / name, tmp_path)
    assert made.name == "public.pdf"
    assert b"SECRET" not in everything_in(made)
    with pikepdf.Pdf.open(made) as pdf:
        width, height = pdf.pages[0].mediabox[2:]
        assert (width < height) == (name in {"a.jpg", "a.tiff"})


def test_every_page_of_a_tiff_is_published(tmp_path: Path) -> None:
    pages = [Image.new("1", (100, 140), 1) for _ in range(3)]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    with pikepdf.Pdf.open(rendition(tmp_path / "a.tiff", tmp_path)) as pdf:
        assert len(pdf.pages) == 3


def test_an_ofd_keeps_its_pages_and_loses_everything_else(
    ofd_with: Callable[..., Path], tmp_path: Path, everything_in: Dig
) -> None:
    path = ofd_with(
        "示例区人力资源和社会保障局",
        content='<ofd:TextObject ID="8" Visible="false" Boundary="0 0 9 9" Font="1" Size="6">'
        "<ofd:TextCode>SECRET-hidden</ofd:TextCode></ofd:TextObject>",
        document="<ofd:Attachments>Attachments.xml</ofd:Attachments><ofd:Annotations>Annots.xml</ofd:Annotations>",
        parts={
            "Doc_0/Attachments.xml": b"<a>SECRET-attachment</a>",
            "Doc_0/Annots.xml": b"<a>SECRET-annotation</a>",
            "Doc_0/Signs/Signatures.xml": b"<a>SECRET-signature</a>",
        },
    )
    made = rendition(path, tmp_path)
    whole = everything_in(made)
    assert b"SECRET" not in whole
    assert "秘密作者".encode() not in whole
    assert text(made) == "示例区人力资源和社会保障局\n"


def test_the_same_file_gives_the_same_bytes(loaded_pdf: Path, docx_with: Callable[..., Path], tmp_path: Path) -> None:
    for path in (loaded_pdf, docx_with("<w:p><w:r><w:t>一</w:t></w:r></w:p>")):
        first = rendition(path, tmp_path).read_bytes()
        assert rendition(path, tmp_path).read_bytes() == first


def test_a_file_that_cannot_be_cleaned_leaves_nothing_behind(docx_with: Callable[..., Path], tmp_path: Path) -> None:
    path = docx_with("<w:p/>")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(tmp_path / "broken.docx", "w") as package:
        for name in whole.namelist():
            package.writestr(name, b"<broken" if name == "word/styles.xml" else whole.read(name))
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(Unreadable):
        public_rendition(tmp_path / "broken.docx", MediaType.DOCX, out)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_without_metadata_shows_the_same_points(kind: str) -> None:
    written = io.BytesIO()
    Image.effect_noise((64, 64), 90).convert("RGB").save(written, kind, progressive=True)
    clean = without_metadata(written.getvalue() + b"SECRET-tail")
    assert b"SECRET" not in clean
    assert Image.open(io.BytesIO(clean)).tobytes() == Image.open(written).tobytes()
