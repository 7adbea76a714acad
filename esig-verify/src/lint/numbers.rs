//! ИНН, СНИЛС, ОГРН, ОГРНИП: their digits, and the last of them that control the others.

use alloc::string::String;

use esig_core::Name;
use esig_core::attribute_names::{INN, INN_LE, OGRN, OGRNIP, SNILS};

/// The numbers in a name, as they stand there, but for an organisation's ИНН in the old form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Numbers {
    /// ИНН of a person.
    pub inn: Option<String>,
    /// ИНН of an organisation, 10 digits: also where it stands in the old form.
    pub inn_le: Option<String>,
    /// СНИЛС.
    pub snils: Option<String>,
    /// ОГРН.
    pub ogrn: Option<String>,
    /// ОГРНИП.
    pub ogrnip: Option<String>,
    /// Whether the organisation's ИНН stands in the place of a person's, `00` before it: before September 2021 there was
    /// no other place.
    pub is_old_form: bool,
}

impl Numbers {
    /// Reads the numbers of a name.
    pub fn of(name: &Name<'_>) -> Self {
        let value = |attribute| name.attribute(attribute);
        let (inn, inn_le) = (value(&INN), value(&INN_LE));
        let old = inn.as_deref().filter(|_| inn_le.is_none()).and_then(old_form).map(String::from);
        let is_old_form = old.is_some();
        Self {
            inn: inn.filter(|_| !is_old_form),
            inn_le: inn_le.or(old),
            snils: value(&SNILS),
            ogrn: value(&OGRN),
            ogrnip: value(&OGRNIP),
            is_old_form,
        }
    }
}

/// The ten digits behind `00`. No region has the code 00, so that no person's ИНН begins with it.
fn old_form(inn: &str) -> Option<&str> {
    inn.strip_prefix("00").filter(|rest| digits::<10>(rest).is_some())
}

/// Whether the last digit of an organisation's ИНН is right; `None` if it is not 10 digits.
pub(super) fn inn_le(text: &str) -> Option<bool> {
    let d = digits::<10>(text)?;
    Some(weighted(&d, &[2, 4, 10, 3, 5, 9, 4, 6, 8]) == d[9])
}

/// Whether the last two digits of a person's ИНН are right; `None` if it is not 12 digits.
pub(super) fn inn(text: &str) -> Option<bool> {
    let d = digits::<12>(text)?;
    let first = weighted(&d, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    let second = weighted(&d, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]);
    Some((first, second) == (d[10], d[11]))
}

/// Whether the last digit of an ОГРН is right; `None` if it is not 13 digits.
pub(super) fn ogrn(text: &str) -> Option<bool> {
    let d = digits::<13>(text)?;
    Some(number(&d[..12]) % 11 % 10 == d[12])
}

/// Whether the last digit of an ОГРНИП is right; `None` if it is not 15 digits.
pub(super) fn ogrnip(text: &str) -> Option<bool> {
    let d = digits::<15>(text)?;
    Some(number(&d[..14]) % 13 % 10 == d[14])
}

/// Whether the last two digits of a СНИЛС are right; `None` if it is not 11 digits.
pub(super) fn snils(text: &str) -> Option<bool> {
    let d = digits::<11>(text)?;
    let sum: u64 = d.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    Some(sum % 101 % 100 == number(&d[9..]))
}

fn digits<const N: usize>(text: &str) -> Option<[u64; N]> {
    let octets: [u8; N] = text.as_bytes().try_into().ok()?;
    octets.iter().all(u8::is_ascii_digit).then(|| octets.map(|octet| u64::from(octet - b'0')))
}

fn weighted(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u64>() % 11 % 10
}

fn number(digits: &[u64]) -> u64 {
    digits.iter().fold(0, |number, digit| number * 10 + digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_digits_follow_the_rules() {
        type Control = fn(&str) -> Option<bool>;
        let rows: [(Control, &str); 7] = [
            (inn_le, "9900001236"),
            (inn, "990000123452"),
            (ogrn, "1999900012341"),
            (ogrnip, "399990001234560"),
            (snils, "10000001213"),
            (snils, "90000005900"), // the sum is 100
            (snils, "90000006800"), // the sum is 101
        ];
        for (control, value) in rows {
            assert_eq!(control(value), Some(true), "{value}");
            let last = value.bytes().last().expect("not empty") - b'0';
            let altered = alloc::format!("{}{}", &value[..value.len() - 1], (last + 1) % 10);
            assert_eq!(control(&altered), Some(false), "{altered}");
            assert_eq!((control(&value[1..]), control(&value.replace('0', "x"))), (None, None));
        }
    }

    #[test]
    fn the_old_form_is_ten_digits_behind_two_zeros() {
        assert_eq!(old_form("009900001236"), Some("9900001236"));
        assert_eq!((old_form("990000123452"), old_form("00990000123"), old_form("")), (None, None, None));
    }
}
