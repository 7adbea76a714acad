//! The key transport of RFC 9189 appendices A.1.3.1 and A.1.3.2: KEG, KExp15 and KImp15.
#![cfg(feature = "cipher")]

mod common;

use common::{hex, le};
use esig_gost::cipher::{BlockCipher, CipherError};
use esig_gost::keywrap::{kexp15, kimp15};
use esig_gost::{ParameterSet, SigningKey, vko};

struct Example {
    parameter_set: ParameterSet,
    server_private: &'static str,
    server_public: [&'static str; 2],
    ephemeral_private: &'static str,
    keys: &'static str,
    cipher: BlockCipher,
    exported: &'static str,
}

/// HASH(r_c | r_s): the UKM, the seed and the initialization vector.
const H: &str = "C3EF0428D4B7A1F4C5025F2E65DD2B2EA583AEEFDB67C7F4214A6A298E99E325";
const PMS: &str = "A5576CE7924A24F58113808DBD9EF856F5BDC3B183CE5DADCA36A53AA077651D";

#[test]
fn client_exports_and_server_imports_as_in_the_examples() {
    for example in EXAMPLES {
        let key = |number| SigningKey::from_le_octets(example.parameter_set, &le(number)).unwrap();
        let (server, ephemeral) = (key(example.server_private), key(example.ephemeral_private));
        assert_eq!(server.verifying_key().to_le_octets(), example.server_public.map(le).concat());

        let h = hex(H).try_into().unwrap();
        let keys = vko::keg(&ephemeral, server.verifying_key(), &h).unwrap();
        assert_eq!(keys.as_slice(), hex(example.keys));
        assert_eq!(keys, vko::keg(&server, ephemeral.verifying_key(), &h).unwrap());

        let iv = &h[24..][..example.cipher.iv_octets()];
        let mut exported = kexp15(example.cipher, &hex(PMS), &keys, iv).unwrap();
        assert_eq!(exported, hex(example.exported));
        assert_eq!(*kimp15(example.cipher, &exported, &keys, iv).unwrap(), hex(PMS));
        *exported.last_mut().unwrap() ^= 0x80;
        assert_eq!(kimp15(example.cipher, &exported, &keys, iv), Err(CipherError::Mac));
    }
}

#[test]
fn no_user_keying_material_counts_as_one() {
    for set in [ParameterSet::Tc26_256A, ParameterSet::Tc26_512A] {
        let key = SigningKey::from_le_octets(set, &vec![1; set.octets()]).unwrap();
        let public = key.verifying_key();
        let (mut zero, mut one) = ([7; 32], [7; 32]);
        zero[..16].fill(0);
        one[..15].fill(0);
        one[15] = 1; // big-endian
        assert_eq!(vko::keg(&key, public, &zero), vko::keg(&key, public, &one));
        assert_ne!(vko::keg(&key, public, &zero), vko::keg(&key, public, &[7; 32]));
    }
}

const EXAMPLES: [Example; 2] = [
    Example {
        parameter_set: ParameterSet::CryptoProA,
        server_private: "5F308355DFD6A8ACAEE0837B100A3B1F6D63FB29B78EF27D3967757F0527144C",
        server_public: [
            "6531D4A72E655BFC9DFB94293B26070282FABF10D5C49B7366148C60E0BF8167",
            "37F8CC71DC5D917FC4A66F7826E727508270B4FFC266C26CD4363E77B553A5B8",
        ],
        ephemeral_private: "A5C77C7482373DE16CE4A6F73CCE7F78471493FF2C0709B8B706C9E8A25E6C1E",
        keys: "2D8BA8C84CB232FF41F10C3AD924134223254F71E5696D3D29C3E4C9DAA6B293
            849EB6340BFFAE6928A3C3E4FF92ECCB1E8F0CF7A188368E6B748E52EA378B0C",
        cipher: BlockCipher::Magma,
        exported: "D7F0F0422367867B25FA4233A954F58BDE92E9C9BBFB8816C99F15E6398722A0B2B7BFE8493E9A5C",
    },
    Example {
        parameter_set: ParameterSet::Tc26_512C,
        server_private: "12FD7A70067479A0F66C59F9A25534ADFBC7ABFD3CC72D79806F8B402601644B
            3005ED365A2D8989A8CCAE640D5FC08DD27DFBBFE137CF528E1AC6D445192E01",
        server_public: [
            "F14589DA479AD972C66563669B3FF58092E6A30A288BF447CD9FF6C3133E9724
            7A9706B267703C9B4E239F0D7C7E3310C22D2752B35BD2E4FD39B8F11DEB833A",
            "F305E95B36502D4E60A1059FB20AB30BFC7C95727F3A2C04B1DFDDB53B0413F2
            99F2DFE66A5E1CCB4101A7A01D612BE6BD78E1E3B3D567EBB16ABE587A11F4EA",
        ],
        ephemeral_private: "150ACD11B66DD695AD18418FA7A2DC636B7E29DCA24536AABC826EE3175BB1FA
            DC3AA0D01D3092E120B0FCF7EB872F4B7E26EA17849D689222A48CF95A6E4831",
        keys: "7DAC56E48A4DC170FAA8FCBAE20DB845450CCCC4C6328BDC8D01157CEFA2A5F1
            1F1CBAD8866166F01FFAAB0152E24BF4609D5F46A5C899C787900D08B9FCAD24",
        cipher: BlockCipher::Kuznyechik,
        exported: "250D1B67A270AB04D3F65418E1D380B4CB945F0A3DCA51500CF3A1BEF37F76C0
            7341A9839CCF6CBA7189DA61EB67176C",
    },
];
