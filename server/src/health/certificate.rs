//! Until when a certificate holds: read from its own bytes (X.509 in DER), as far down as that and no further.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use shared::time::Instant;

const SEQUENCE: u8 = 0x30;
/// The version stands in a field of its own, where it stands at all.
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// Returns when the first certificate of a PEM file ends; nothing for what is none. Blocks.
pub fn ends_at(file: &Path) -> std::io::Result<Option<Instant>> {
    let text = std::fs::read(file)?;
    Ok(CertificateDer::from_pem_slice(&text).ok().and_then(|der| end(&der)))
}

fn end(der: &[u8]) -> Option<Instant> {
    let (certificate, _) = field(der, SEQUENCE)?;
    let (mut rest, _) = field(certificate, SEQUENCE)?;
    if rest.first() == Some(&VERSION) {
        rest = any(rest)?.2;
    }
    // The serial number, the algorithm, the issuer.
    for _ in 0..3 {
        rest = any(rest)?.2;
    }
    let (validity, _) = field(rest, SEQUENCE)?;
    let (kind, text, _) = any(any(validity)?.2)?;
    moment(kind, std::str::from_utf8(text).ok()?)
}

/// Returns what is in a field of a kind, and what comes behind it.
fn field(bytes: &[u8], kind: u8) -> Option<(&[u8], &[u8])> {
    let (found, inside, rest) = any(bytes)?;
    (found == kind).then_some((inside, rest))
}

/// Returns the kind of the next field, what is in it, and what comes behind it.
fn any(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (kind, rest) = bytes.split_first()?;
    let (first, mut rest) = rest.split_first()?;
    let mut length = usize::from(*first);
    if length >= 0x80 {
        let (digits, behind) = rest.split_at_checked(length - 0x80)?;
        if digits.len() > 4 {
            return None;
        }
        length = digits.iter().fold(0, |length, digit| length * 256 + usize::from(*digit));
        rest = behind;
    }
    let (inside, behind) = rest.split_at_checked(length)?;
    Some((*kind, inside, behind))
}

/// Reads `290302122106Z`, whose year has two digits until 2049, or `20591006122106Z`.
fn moment(kind: u8, text: &str) -> Option<Instant> {
    let text = match kind {
        UTC_TIME if text.get(..2)? < "50" => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize, to: usize| text.get(from..to);
    let (day, time) = (
        format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?),
        format!("{}:{}:{}", part(8, 10)?, part(10, 12)?, part(12, 14)?),
    );
    format!("{day}T{time}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject as _;

    use super::end;

    const UNTIL_2029: &str = "\
-----BEGIN CERTIFICATE-----
MIIBfjCCASWgAwIBAgIUTpSlOre3OZrFpDSfECvwfG+72JkwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKeHVuZ2UudGVzdDAeFw0yNjExMjgxMjIxMDZaFw0yOTAzMDIx
MjIxMDZaMBUxEzARBgNVBAMMCnh1bmdlLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAR6AQgzMp32KBazS6KhTqBGDWPaj+WjPBUbrHq0L3AoyEr6gQKwGV4q
bh9oeRV61RuiWmGhc7itudz0d7Jta0jGo1MwUTAdBgNVHQ4EFgQU63zfRKNu4rbd
nl0EZPvlgCF8v0owHwYDVR0jBBgwFoAU63zfRKNu4rbdnl0EZPvlgCF8v0owDwYD
VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAnKkNJoP9wINxTSJqyhZea
plV+4XC6ujjOQrGUyft5iQIgEQAe2z59qdD1mlH/Y5rl3pk+HkywGhM69wHZjak2
8AM=
-----END CERTIFICATE-----
";
    const UNTIL_2059: &str = "\
-----BEGIN CERTIFICATE-----
MIIBgDCCASegAwIBAgIUB93fkY+7Ger0cbHHZpCnB1dhQlYwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKeHVuZ2UudGVzdDAgFw0yNjExMjgxMjIxMDZaGA8yMDU5MTAw
NjEyMjEwNlowFTETMBEGA1UEAwwKeHVuZ2UudGVzdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABPaXfcasnK8o1qbsym3Ae4nURuHGjMhiv17dtNaDE3CVM4F2Qamz
QlZB0sgwrkA06TmbJGMhkxEyTFlY5sVTCGWjUzBRMB0GA1UdDgQWBBRUjEl/qC5u
/Y1BbA9cRnt/iKkn7jAfBgNVHSMEGDAWgBRUjEl/qC5u/Y1BbA9cRnt/iKkn7jAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0cAMEQCIGqmQGOfDbc8hsaeLnZK
9oaW0wSRD/xQNaB9M9JL3jIlAiBm6LPKG8v3eI8qVOEz8LGdUdrBZdtGAeVOj4TR
K+sdew==
-----END CERTIFICATE-----
";

    #[track_caller]
    fn check(pem: &str, until: &str) {
        let der = CertificateDer::from_pem_slice(pem.as_bytes()).unwrap();
        assert_eq!(end(&der), Some(until.parse().unwrap()));
        for length in 0..der.len().min(120) {
            // What is cut is nothing, and no fault.
            assert_eq!(end(&der[..length]), None);
        }
    }

    #[test]
    fn a_certificate_says_when_it_ends() {
        check(UNTIL_2029, "2029-03-02T12:21:06Z");
        check(UNTIL_2059, "2059-10-06T12:21:06Z");
    }

    #[test]
    fn what_is_no_certificate_ends_never() {
        for bytes in [&b""[..], b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x89", &[0x30; 40]] {
            assert_eq!(end(bytes), None);
        }
    }
}
