//! Numbers of variable length, written and read with every step checked.

/// Bytes being written.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// Writes a number in seven bits a byte.
    pub(crate) fn number(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(low_byte(value) | 0x80);
            value >>= 7;
        }
        self.0.push(low_byte(value));
    }

    /// Writes a count.
    pub(crate) fn count(&mut self, count: usize) {
        self.number(count as u64);
    }

    /// Writes a number that may be negative; small ones either way are short.
    pub(crate) fn signed(&mut self, value: i64) {
        self.number(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    /// Writes text with its length before it.
    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }
}

fn low_byte(value: u64) -> u8 {
    let [low, ..] = value.to_le_bytes();
    low & 0x7f
}

/// What is wrong with the bytes, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Fault {
    /// They end before they should.
    Ends,
    /// They say something that cannot be.
    Wrong(&'static str),
}

/// Bytes being read.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    /// How many bytes have been read.
    pub(crate) at: usize,
}

impl<'a> Reader<'a> {
    /// Begins at the first byte.
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Returns how many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.bytes.len().saturating_sub(self.at)
    }

    /// Reads `length` bytes as they are.
    pub(crate) fn raw(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let end = self.at.checked_add(length).ok_or(Fault::Ends)?;
        let raw = self.bytes.get(self.at..end).ok_or(Fault::Ends)?;
        self.at = end;
        Ok(raw)
    }

    /// Reads a number.
    pub(crate) fn number(&mut self) -> Result<u64, Fault> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at).ok_or(Fault::Ends)?;
            self.at += 1;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(Fault::Wrong("a number does not fit"));
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Fault::Wrong("a number does not end"))
    }

    /// Reads a number that may be negative.
    pub(crate) fn signed(&mut self) -> Result<i64, Fault> {
        let value = self.number()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Reads a count of things that take a byte each at least: more than there are bytes left cannot be, and memory
    /// for them is never asked for.
    pub(crate) fn count(&mut self) -> Result<usize, Fault> {
        let count = usize::try_from(self.number()?).map_err(|_| Fault::Ends)?;
        if count > self.left() { Err(Fault::Ends) } else { Ok(count) }
    }

    /// Reads a place in a list of `length`.
    pub(crate) fn place(&mut self, length: usize, what: &'static str) -> Result<usize, Fault> {
        let place = usize::try_from(self.number()?).map_err(|_| Fault::Wrong(what))?;
        if place < length { Ok(place) } else { Err(Fault::Wrong(what)) }
    }

    /// Reads text.
    pub(crate) fn text(&mut self) -> Result<&'a str, Fault> {
        let length = self.count()?;
        std::str::from_utf8(self.raw(length)?).map_err(|_| Fault::Wrong("text is not UTF-8"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Reader, Writer};

    #[test]
    fn numbers_survive_the_trip() {
        let mut writer = Writer::default();
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, -1, 1, -64, 64, i64::MIN, i64::MAX];
        numbers.iter().for_each(|&value| writer.number(value));
        signed.iter().for_each(|&value| writer.signed(value));
        let mut reader = Reader::new(&writer.0);
        for value in numbers {
            assert_eq!(reader.number(), Ok(value));
        }
        for value in signed {
            assert_eq!(reader.signed(), Ok(value));
        }
        assert_eq!(reader.left(), 0);
    }
}
