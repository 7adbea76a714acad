//! Which level a signature has by the attributes that are present (EN 319 122-1 clause 6, RFC 5126 §4.4).

use core::fmt;

use crate::attributes::Attributes;
use crate::oids;
use crate::signer_info::{SignerInfo, Signs};

/// The level of a signature by presence of attributes: what it claims, before anything is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Level {
    /// No signing-certificate attribute: not CAdES.
    Cms,
    /// The signer's certificate is signed (baseline B, BES, EPES).
    CadesB,
    /// And a time-stamp over the signature.
    CadesT,
    /// And CRLs or OCSP responses in the SignedData.
    CadesLt,
    /// And an archive time-stamp.
    CadesLta,
    /// T and references to certificates and revocation data.
    CadesC,
    /// C and a time-stamp over the signature and the references.
    CadesX1,
    /// C and a time-stamp over the references.
    CadesX2,
    /// C and the referenced values.
    CadesXl,
    /// X type 1 and the referenced values.
    CadesXl1,
    /// X type 2 and the referenced values.
    CadesXl2,
    /// The values and an archive time-stamp of any version.
    CadesA,
}

impl Level {
    /// The name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cms => "CMS",
            Self::CadesB => "CAdES-B",
            Self::CadesT => "CAdES-T",
            Self::CadesLt => "CAdES-LT",
            Self::CadesLta => "CAdES-LTA",
            Self::CadesC => "CAdES-C",
            Self::CadesX1 => "CAdES-X-1",
            Self::CadesX2 => "CAdES-X-2",
            Self::CadesXl => "CAdES-X-L",
            Self::CadesXl1 => "CAdES-X-L-1",
            Self::CadesXl2 => "CAdES-X-L-2",
            Self::CadesA => "CAdES-A",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl SignerInfo<'_> {
    /// The level by the attributes that are present.
    pub fn level(&self) -> Level {
        let signed = self.signed_attributes();
        if !signed.contains(oids::SIGNING_CERTIFICATE) && !signed.contains(oids::SIGNING_CERTIFICATE_V2) {
            return Level::Cms;
        }
        let unsigned = self.unsigned_attributes();
        if !unsigned.contains(oids::SIGNATURE_TIME_STAMP) {
            return Level::CadesB;
        }
        extended_level(&unsigned).unwrap_or_else(|| self.baseline_level(&unsigned))
    }

    fn baseline_level(&self, unsigned: &Attributes<'_>) -> Level {
        let has_revocation_data = matches!(self.signs(), Signs::Content { has_revocation_data: true, .. });
        match (has_revocation_data, unsigned.contains(oids::ARCHIVE_TIME_STAMP_V3)) {
            (false, _) => Level::CadesT,
            (true, false) => Level::CadesLt,
            (true, true) => Level::CadesLta,
        }
    }
}

/// The level of a signature with a time-stamp that keeps its evidence in attributes; `None` if it does not.
fn extended_level(unsigned: &Attributes<'_>) -> Option<Level> {
    let has = |oid| unsigned.contains(oid);
    let has_values = has(oids::CERTIFICATE_VALUES) && has(oids::REVOCATION_VALUES);
    let has_references =
        has(oids::COMPLETE_CERTIFICATE_REFERENCES) && has(oids::COMPLETE_REVOCATION_REFERENCES);
    let is_archived_of_old = has(oids::ARCHIVE_TIME_STAMP) || has(oids::ARCHIVE_TIME_STAMP_V2);
    if is_archived_of_old || (has_values && has(oids::ARCHIVE_TIME_STAMP_V3)) {
        return Some(Level::CadesA);
    }
    let type_1 = has(oids::CADES_C_TIME_STAMP);
    let type_2 = has(oids::TIME_STAMPED_CERTS_CRLS_REFERENCES);
    match (has_references, has_values, type_1, type_2) {
        (true, true, true, _) => Some(Level::CadesXl1),
        (true, true, false, true) => Some(Level::CadesXl2),
        (_, true, _, _) => Some(Level::CadesXl),
        (true, false, true, _) => Some(Level::CadesX1),
        (true, false, false, true) => Some(Level::CadesX2),
        (true, false, false, false) => Some(Level::CadesC),
        (false, false, ..) => None,
    }
}
