//! The borrowed view of a CRL.

use core::fmt;

use der::asn1::ObjectIdentifier;
use time::UtcDateTime;

use super::entry::RevokedCertificate;
use super::fields::{Fields, Kind};
use super::index::Index;
use super::issuing_distribution_point::{self, IssuingDistributionPoint};
use super::number::CrlNumber;
use crate::algorithm::AlgorithmIdentifier;
use crate::cert::ext::{GeneralNames, oids};
use crate::error::ParseError;
use crate::extensions::{Extension, Extensions};
use crate::name::Name;
use crate::raw::Reader;
use crate::serial_number::SerialNumber;
use crate::time::parse_generalized_time;

/// A parsed CRL over the original DER. Copying copies a few pointers.
#[derive(Clone, Copy)]
pub struct Crl<'a> {
    pub(super) der: &'a [u8],
    pub(super) fields: &'a Fields,
    /// Where the entries stand by their serial numbers, if that was noted.
    pub(super) index: Option<&'a Index>,
}

impl<'a> Crl<'a> {
    /// The whole CRL.
    pub fn as_der(&self) -> &'a [u8] {
        self.der
    }

    /// Exactly the signed bytes, header included.
    pub fn tbs_cert_list(&self) -> &'a [u8] {
        self.fields.tbs_cert_list.slice(self.der)
    }

    /// 1 or 2.
    pub fn version(&self) -> u8 {
        self.fields.version
    }

    /// The name of who signed it.
    pub fn issuer(&self) -> Name<'a> {
        Name::trusted(self.fields.issuer.slice(self.der))
    }

    /// When it was made.
    pub fn this_update(&self) -> UtcDateTime {
        self.fields.this_update
    }

    /// When the next one will be made at the latest; `None` if the issuer does not say.
    pub fn next_update(&self) -> Option<UtcDateTime> {
        self.fields.next_update
    }

    /// crlExtensions; each identifier stands once.
    pub fn extensions(&self) -> Extensions<'a> {
        self.fields.extensions.extensions(self.der)
    }

    /// The algorithm of the signature, from the part that is not signed.
    pub fn signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature_algorithm.element(self.der))
    }

    /// The algorithm of the signature, from the signed part; must equal the other.
    pub fn tbs_signature_algorithm(&self) -> AlgorithmIdentifier<'a> {
        AlgorithmIdentifier::reread(self.fields.signature.element(self.der))
    }

    /// The signature's octets.
    pub fn signature_value(&self) -> &'a [u8] {
        self.fields.signature_value.slice(self.der)
    }

    /// The entries, in the order of the encoding.
    ///
    /// In an indirect CRL an entry may be of another issuer's certificate: see
    /// [`entries_with_issuers`](Self::entries_with_issuers).
    pub fn entries(&self) -> impl Iterator<Item = RevokedCertificate<'a>> + use<'a> {
        let revoked = self.fields.revoked;
        let mut reader = Reader::new(revoked.slice(self.der)).at(revoked.start());
        core::iter::from_fn(move || RevokedCertificate::read(&mut reader).ok())
    }

    /// The entries and whose certificates they revoke: in an indirect CRL the last certificateIssuer up to the entry,
    /// `None` for the issuer of the CRL (RFC 5280 §5.3.3).
    pub fn entries_with_issuers(
        &self,
    ) -> impl Iterator<Item = (Option<GeneralNames<'a>>, RevokedCertificate<'a>)> + use<'a> {
        let (mut issuer, is_indirect) = (None, self.is_indirect());
        self.entries().map(move |entry| {
            if is_indirect && let Ok(Some(names)) = entry.certificate_issuer() {
                issuer = Some(names);
            }
            (issuer.clone(), entry)
        })
    }

    /// The first entry with that serial number: through the index where there is one, else by reading on.
    ///
    /// There may be others, and of an indirect CRL it may belong to another issuer: see
    /// [`find_revoked`](Self::find_revoked).
    pub fn find(&self, serial_number: SerialNumber<'_>) -> Option<RevokedCertificate<'a>> {
        self.find_all(serial_number).next()
    }

    /// Every entry with that serial number, in the order of the encoding.
    ///
    /// RFC 5280 wants one at most, and issuers err: whoever asks for the status has to take the gravest. Entries of an
    /// indirect CRL may belong to another issuer.
    pub fn find_all<'s>(
        &self,
        serial_number: SerialNumber<'s>,
    ) -> impl Iterator<Item = RevokedCertificate<'a>> + use<'a, 's> {
        let this = *self;
        let indexed = self.index.map(|index| index.candidates(serial_number));
        let indexed = indexed.into_iter().flatten().filter_map(move |offset| this.entry_at(offset));
        let walked = self.index.is_none().then(|| self.entries()).into_iter().flatten();
        indexed.chain(walked).filter(move |entry| entry.serial_number == serial_number)
    }

    /// Every entry that revokes the certificate of that issuer with that serial number, in the order of the encoding.
    ///
    /// Names are matched by RFC 5280 §7.1. In a CRL that is not indirect all entries are of its own issuer.
    pub fn find_revoked<'s>(
        &self,
        issuer: &Name<'s>,
        serial_number: SerialNumber<'s>,
    ) -> impl Iterator<Item = RevokedCertificate<'a>> + use<'a, 's> {
        let (this, wanted) = (*self, *issuer);
        let is_own = self.issuer().matches(issuer);
        let is_wanted = move |names: Option<&GeneralNames<'a>>| {
            names.map_or(is_own, |names| names.contains_directory_name(&wanted))
        };
        let indexed = self.index.map(|index| index.candidates(serial_number));
        let indexed = indexed.into_iter().flatten().filter_map(move |offset| {
            let entry = this.entry_at(offset).filter(|entry| entry.serial_number == serial_number)?;
            let issuer = this.index.filter(|_| this.is_indirect()).and_then(|index| index.issuer_of(offset));
            let names = issuer.and_then(|offset| this.entry_at(offset));
            let names = names.and_then(|entry| entry.certificate_issuer().ok().flatten());
            is_wanted(names.as_ref()).then_some(entry)
        });
        let walked = self.index.is_none().then(|| self.entries_with_issuers()).into_iter().flatten();
        let walked = walked.filter_map(move |(names, entry)| {
            let is_found = entry.serial_number == serial_number && is_wanted(names.as_ref());
            is_found.then_some(entry)
        });
        indexed.chain(walked)
    }

    /// The first critical extension of an entry that is not processed: then the whole CRL must not be used for any
    /// certificate (RFC 5280 §5.3). certificateIssuer is one where the CRL is not indirect.
    ///
    /// Noted when the CRL was parsed, so that asking costs nothing.
    pub fn unknown_critical_entry_extension(&self) -> Option<Extension<'a>> {
        let entry = self.entry_at(self.fields.entry_with_unknown? as usize)?;
        Kind::of(self).ok()?.unknown_critical(&entry)
    }

    /// Whether revokedCertificates is there and empty.
    ///
    /// RFC 5280 §5.1.2.6: "When there are no revoked certificates, the revoked certificates list MUST be absent." Some
    /// issuers write an empty one.
    pub fn has_empty_list(&self) -> bool {
        let revoked = self.fields.revoked;
        revoked.start() > 0 && revoked.slice(self.der).is_empty()
    }

    /// Whether entries may revoke certificates of other issuers (RFC 5280 §5.2.5).
    pub fn is_indirect(&self) -> bool {
        self.fields.is_indirect
    }

    /// cRLNumber, `None` if absent.
    pub fn crl_number(&self) -> Result<Option<CrlNumber<'a>>, ParseError> {
        self.number(&oids::CRL_NUMBER, "cRLNumber")
    }

    /// deltaCRLIndicator: the number of the complete CRL that this one changes; `None` if it is complete itself.
    pub fn base_crl_number(&self) -> Result<Option<CrlNumber<'a>>, ParseError> {
        self.number(&oids::DELTA_CRL_INDICATOR, "deltaCRLIndicator")
    }

    fn number(
        &self,
        oid: &ObjectIdentifier,
        production: &'static str,
    ) -> Result<Option<CrlNumber<'a>>, ParseError> {
        self.extensions().decode(oid, production, |reader| CrlNumber::read(reader, production))
    }

    /// expiredCertsOnCRL (X.509 §9.5.2.8): certificates that expired since then stay on the list; `None` if absent,
    /// when entries may be dropped as soon as the certificate expires.
    pub fn expired_certs_on_crl(&self) -> Result<Option<UtcDateTime>, ParseError> {
        const PRODUCTION: &str = "expiredCertsOnCRL";
        self.extensions().decode(&oids::EXPIRED_CERTS_ON_CRL, PRODUCTION, |reader| {
            parse_generalized_time(reader.any(PRODUCTION)?, PRODUCTION)
        })
    }

    /// issuingDistributionPoint, `None` if absent.
    pub fn issuing_distribution_point(&self) -> Result<Option<IssuingDistributionPoint<'a>>, ParseError> {
        let production = issuing_distribution_point::PRODUCTION;
        self.extensions().decode(
            &oids::ISSUING_DISTRIBUTION_POINT,
            production,
            IssuingDistributionPoint::read,
        )
    }

    /// Decodes each known extension once: a CRL with a damaged one is refused whole when it is parsed.
    pub(super) fn check_extensions(&self) -> Result<(), ParseError> {
        self.crl_number()?;
        self.base_crl_number()?;
        self.expired_certs_on_crl()?;
        self.issuing_distribution_point()?;
        let extensions = self.extensions();
        extensions.authority_key_identifier()?;
        extensions.issuer_alt_name()?;
        extensions.freshest_crl()?;
        extensions.authority_info_access()?;
        Ok(())
    }

    fn entry_at(&self, offset: usize) -> Option<RevokedCertificate<'a>> {
        let mut reader = Reader::new(self.der.get(offset..)?).at(offset);
        RevokedCertificate::read(&mut reader).ok()
    }
}

impl fmt::Debug for Crl<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Crl({}, {})", self.issuer(), self.this_update())
    }
}
