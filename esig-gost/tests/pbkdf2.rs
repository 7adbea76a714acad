//! The examples of R 50.1.111-2016: PBKDF2 with HMAC-Streebog-512.
#![cfg(feature = "pbkdf2")]

mod common;

use common::hex;
use esig_gost::kdf::{pbkdf2_hmac_streebog256, pbkdf2_hmac_streebog512};

#[test]
fn keys_are_derived_as_in_the_examples() {
    let examples: [(&[u8], &[u8], u32, &str); 4] = [
        (
            b"password",
            b"salt",
            1,
            "64770af7f748c3b1c9ac831dbcfd85c26111b30a8a657ddc3056b80ca73e040d
             2854fd36811f6d825cc4ab66ec0a68a490a9e5cf5156b3a2b7eecddbf9a16b47",
        ),
        (
            b"password",
            b"salt",
            2,
            "5a585bafdfbb6e8830d6d68aa3b43ac00d2e4aebce01c9b31c2caed56f0236d4
             d34b2b8fbd2c4e89d54d46f50e47d45bbac301571743119e8d3c42ba66d348de",
        ),
        (
            b"password",
            b"salt",
            4096,
            "e52deb9a2d2aaff4e2ac9d47a41f34c20376591c67807f0477e32549dc341bc7
             867c09841b6d58e29d0347c996301d55df0d34e47cf68f4e3c2cdaf1d9ab86c3",
        ),
        (
            b"passwordPASSWORDpassword",
            b"saltSALTsaltSALTsaltSALTsaltSALTsalt",
            4096,
            "b2d8f1245fc4d29274802057e4b54e0a0753aa22fc53760b301cf008679e58fe
             4bee9addcae99ba2b0b20f431a9c5e50f395c89387d0945aedeca6eb4015dfc2
             bd2421ee9bb71183ba882ceebfef259f33f9e27dc6178cb89dc37428cf9cc52a
             2baa2d3a",
        ),
    ];
    for (password, salt, iterations, expected) in examples {
        let expected = hex(expected);
        let mut output = vec![0; expected.len()];
        pbkdf2_hmac_streebog512(password, salt, iterations, &mut output);
        assert_eq!(output, expected, "{iterations} iterations");
        pbkdf2_hmac_streebog512(password, salt, iterations + 1, &mut output);
        assert_ne!(output, expected);
        pbkdf2_hmac_streebog256(password, salt, iterations, &mut output);
        assert_ne!(output, expected);
    }
}
