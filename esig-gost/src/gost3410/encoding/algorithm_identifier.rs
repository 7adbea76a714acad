//! The AlgorithmIdentifier beside a key.

use const_oid::ObjectIdentifier;
use der::{AnyRef, Sequence};
use spki::{AlgorithmIdentifier, AlgorithmIdentifierRef};

use crate::gost3410::{KeyAlgorithm, KeyError, ParameterSet};

/// The algorithm and the parameters of a key.
///
/// ```text
/// GostR3410-2012-PublicKeyParameters ::= SEQUENCE {     -- RFC 9215 §4.2
///     publicKeyParamSet  OBJECT IDENTIFIER,
///     digestParamSet     OBJECT IDENTIFIER OPTIONAL }
///
/// GostR3410-2001-PublicKeyParameters ::= SEQUENCE {     -- RFC 4491 §2.3.2
///     publicKeyParamSet   OBJECT IDENTIFIER,
///     digestParamSet      OBJECT IDENTIFIER,
///     encryptionParamSet  OBJECT IDENTIFIER DEFAULT id-Gost28147-89-CryptoPro-A-ParamSet }
/// ```
///
/// One type for both: keys of 2012 with all three exist, and so do keys with a digestParamSet that RFC
/// 9215 wants omitted.
#[derive(Clone, Copy, Sequence)]
pub(super) struct PublicKeyParameters {
    public_key_param_set: ObjectIdentifier,
    digest_param_set: Option<ObjectIdentifier>,
    encryption_param_set: Option<ObjectIdentifier>,
}

/// Reads the algorithm and the parameter set. Only what decides the meaning of the key is looked at.
pub(super) fn read(
    identifier: &AlgorithmIdentifierRef<'_>,
) -> Result<(KeyAlgorithm, ParameterSet), KeyError> {
    let oid = identifier.oid;
    let algorithm = KeyAlgorithm::from_oid(&oid).ok_or(KeyError::UnknownAlgorithm { oid })?;
    let parameters = identifier.parameters.filter(|any| *any != AnyRef::NULL);
    let parameters = parameters.ok_or(KeyError::ParametersMissing)?.decode_as::<PublicKeyParameters>()?;
    let oid = parameters.public_key_param_set;
    let parameter_set = ParameterSet::from_oid(&oid).ok_or(KeyError::UnknownParameterSet { oid })?;
    if algorithm.octets() != parameter_set.octets() {
        return Err(KeyError::AlgorithmMismatch { algorithm, parameter_set });
    }
    Ok((algorithm, parameter_set))
}

/// Writes both as RFC 9215 §4.2 and RFC 4491 §2.3.2 want it.
pub(super) fn write(
    algorithm: KeyAlgorithm,
    parameter_set: ParameterSet,
) -> AlgorithmIdentifier<PublicKeyParameters> {
    let parameters = PublicKeyParameters {
        public_key_param_set: parameter_set.oid(),
        digest_param_set: digest_param_set(algorithm, parameter_set),
        encryption_param_set: None,
    };
    AlgorithmIdentifier { oid: algorithm.oid(), parameters: Some(parameters) }
}

fn digest_param_set(algorithm: KeyAlgorithm, parameter_set: ParameterSet) -> Option<ObjectIdentifier> {
    use ParameterSet::{CryptoProA, CryptoProB, CryptoProC, CryptoProXchA, CryptoProXchB, Test256};
    match (algorithm, parameter_set) {
        (KeyAlgorithm::Gost3410_2001, _) => Some(GOST3411_94_CRYPTO_PRO),
        (_, Test256 | CryptoProA | CryptoProB | CryptoProC | CryptoProXchA | CryptoProXchB) => {
            Some(algorithm.digest_oid())
        }
        _ => None,
    }
}

/// id-GostR3411-94-CryptoProParamSet (RFC 4357 §11.2).
const GOST3411_94_CRYPTO_PRO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.643.2.2.30.1");
