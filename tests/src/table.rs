//! Tables for a terminal, where a Chinese character is two columns wide.

/// Rows under headings.
pub struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// Begins a table.
    pub fn new(headings: &[&str]) -> Self {
        Self { headings: headings.iter().map(|heading| (*heading).to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all = || std::iter::once(&self.headings).chain(&self.rows);
        let widths: Vec<usize> = (0..self.headings.len())
            .map(|column| all().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or(0))
            .collect();
        for (number, row) in all().enumerate() {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                line.push_str(cell);
                line.push_str(&" ".repeat(width.saturating_sub(columns(cell)) + 2));
            }
            writeln!(f, "{}", line.trim_end())?;
            if number == 0 {
                let whole: usize = widths.iter().map(|width| width + 2).sum();
                writeln!(f, "{}", "─".repeat(whole.saturating_sub(2)))?;
            }
        }
        Ok(())
    }
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if ('\u{2e80}'..='\u{ffef}').contains(&c) { 2 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn chinese_and_latin_line_up() {
        let mut table = Table::new(&["谁", "n"]);
        table.row(vec!["王".to_owned(), "1".to_owned()]);
        table.row(vec!["Li".to_owned(), "22".to_owned()]);
        assert_eq!(table.to_string(), "谁  n\n──────\n王  1\nLi  22\n");
    }
}
