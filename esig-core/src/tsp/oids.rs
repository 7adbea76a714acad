//! Object identifiers of time-stamps.

use der::asn1::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// EN 319 422 clause 9.1
/// esi4-qtstStatement-1: the authority says that the time-stamp is a qualified one
pub const QUALIFIED_TIME_STAMP: ObjectIdentifier = oid("0.4.0.19422.1.1");
