//! Three documents to sign, small and well-formed, and one of them altered.

use std::path::Path;

use esig::Existing;

use crate::failure::Failure;
use crate::lang::text;
use crate::output::Target;

/// A document whose name is in the language of the run.
pub(super) struct Document {
    english: &'static str,
    russian: &'static str,
}

pub(super) const CONTRACT: Document = Document { english: "contract.pdf", russian: "договор.pdf" };
pub(super) const ORDER: Document = Document { english: "order.docx", russian: "приказ.docx" };
pub(super) const INVOICE: Document = Document { english: "invoice.xml", russian: "счёт.xml" };

impl Document {
    pub(super) fn name(&self) -> &'static str {
        text(self.english, self.russian)
    }
}

/// Writes the documents, and into `altered` the contract with another price.
pub(super) fn write() -> Result<(), Failure> {
    make_directory("altered")?;
    put(Path::new(CONTRACT.name()), &pdf("Price: 100 000 roubles"))?;
    put(&Path::new("altered").join(CONTRACT.name()), &pdf("Price: 900 000 roubles"))?;
    put(Path::new(ORDER.name()), &docx("Приказ № 1"))?;
    put(Path::new(INVOICE.name()), INVOICE_XML.as_bytes())
}

pub(super) fn make_directory(name: &str) -> Result<(), Failure> {
    std::fs::create_dir(name).map_err(|error| Target::new(Path::new(name)).unwritable(&error))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Target::new(path).write(bytes, Existing::Keep)
}

const INVOICE_XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <invoice number=\"17\" date=\"2026-12-01\">\n  <total currency=\"RUB\">100000.00</total>\n</invoice>\n";

/// One page with one line of text (ISO 32000-1, appendix H.3).
fn pdf(line: &str) -> Vec<u8> {
    let stream = format!("BT /F1 24 Tf 72 720 Td ({line}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (index, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", index + 1));
    }
    let start = file.len();
    let count = objects.len() + 1;
    file.push_str(&format!(
        "xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    ));
    file.into_bytes()
}

/// A document of one paragraph (ECMA-376), its parts stored in a ZIP without compression.
fn docx(paragraph: &str) -> Vec<u8> {
    const HEADER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!(
        "{HEADER}<Types xmlns=\"{PACKAGE}/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"{TYPE}\"/></Types>"
    );
    let relations = format!(
        "{HEADER}<Relationships xmlns=\"{PACKAGE}/relationships\">\
         <Relationship Id=\"rId1\" Type=\"{OFFICE}\" Target=\"word/document.xml\"/></Relationships>"
    );
    let document = format!(
        "{HEADER}<w:document xmlns:w=\"{WORD}\"><w:body><w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p></w:body>\
         </w:document>"
    );
    zip(&[("[Content_Types].xml", &types), ("_rels/.rels", &relations), ("word/document.xml", &document)])
}

/// Local headers with their files, the central directory, its end (APPNOTE 4.3).
fn zip(files: &[(&str, &str)]) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, contents) in files {
        // Version 2.0, no flags, stored, 1980-01-01 00:00.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc32(contents.as_bytes()).to_le_bytes());
        common.extend([u32_of(contents.len()), u32_of(contents.len())].concat());
        common.extend([&u32_of(name.len())[..2], &[0, 0]].concat());
        directory.extend([b"PK\x01\x02\x14\x00", common.as_slice(), &[0; 10]].concat());
        directory.extend(u32_of(archive.len()));
        directory.extend(name.as_bytes());
        archive.extend([b"PK\x03\x04", common.as_slice(), name.as_bytes(), contents.as_bytes()].concat());
    }
    let count = &u32_of(files.len())[..2];
    let end =
        [b"PK\x05\x06\0\0\0\0", count, count, &u32_of(directory.len()), &u32_of(archive.len()), &[0, 0]];
    [archive, directory, end.concat()].concat()
}

fn u32_of(number: usize) -> [u8; 4] {
    (number as u32).to_le_bytes()
}

/// ISO 3309, bit by bit: the files are small.
fn crc32(octets: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !octets.iter().fold(!0, |crc, octet| (0..8).fold(crc ^ u32::from(*octet), |crc, _| step(crc)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
    }

    #[test]
    fn the_altered_contract_differs_in_one_octet() {
        let [one, other] = [pdf("Price: 100 000 roubles"), pdf("Price: 900 000 roubles")];
        assert_eq!(one.len(), other.len());
        assert_eq!(one.iter().zip(&other).filter(|(a, b)| a != b).count(), 1);
    }
}
