//! Control digits of Russian numbers: what is invented here must pass the checks of others.

/// ИНН of an organisation from its first 9 digits: 10 digits.
pub(crate) fn inn_le(nine: u64) -> String {
    let digits = digits(nine, 9);
    format!("{nine:09}{}", weighted(&digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8]))
}

/// ИНН of a person from its first 10 digits: 12 digits.
pub(crate) fn inn(ten: u64) -> String {
    let mut all = digits(ten, 10);
    all.push(weighted(&all, &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]));
    all.push(weighted(&all, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]));
    all.iter().map(u64::to_string).collect()
}

/// ОГРН from its first 12 digits: 13 digits.
pub(crate) fn ogrn(twelve: u64) -> String {
    format!("{twelve:012}{}", twelve % 11 % 10)
}

/// СНИЛС from its first 9 digits: 11 digits.
pub(crate) fn snils(nine: u64) -> String {
    let sum = digits(nine, 9).iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum::<u64>();
    format!("{nine:09}{:02}", sum % 101 % 100)
}

fn weighted(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u64>() % 11 % 10
}

fn digits(number: u64, count: usize) -> Vec<u64> {
    format!("{number:0count$}").bytes().map(|digit| u64::from(digit - b'0')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_digits_are_those_of_the_rules() {
        assert_eq!(inn_le(990_000_123), "9900001236");
        assert_eq!(inn(9_900_001_234), "990000123452");
        assert_eq!(ogrn(199_990_001_234), "1999900012341");
        assert_eq!(snils(100_000_012), "10000001213");
        assert_eq!(
            (snils(900_000_059).as_str(), snils(900_000_068).as_str()),
            ("90000005900", "90000006800")
        );
    }
}
