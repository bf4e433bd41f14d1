//! A table as text of one width, for platforms that have no other.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The widest column, in places of one letter; more would break the lines on a phone.
const WIDEST: usize = 22;

/// Rows under their titles, numbers to the right, the marked row with an arrow before it. What is
/// wider than a column goes on in the next line: a reason is of no use without its end.
///
/// Each is the text of a row, of one line or several; the titles are the first. The adapter puts
/// around them what makes them one width, and escapes what it must. No backtick is in them, since
/// that would end such a text everywhere.
pub(super) fn rows(head: &[String], rows: &[Vec<String>], marked: Option<usize>) -> Vec<String> {
    let titles: Vec<Cell> = head.iter().map(|title| Cell::of(title)).collect();
    let rows: Vec<Vec<Cell>> =
        rows.iter().map(|row| row.iter().map(|text| Cell::of(text)).collect()).collect();
    let columns: Vec<Column> =
        titles.iter().enumerate().map(|(place, title)| Column::of(title, &rows, place)).collect();
    let mut shown = vec![row(&titles, &columns, "  ").join("\n")];
    for (place, cells) in rows.iter().enumerate() {
        let before = if marked == Some(place) { "→ " } else { "  " };
        shown.push(row(cells, &columns, before).join("\n"));
    }
    shown
}

/// What the cells of a column have in common.
struct Column {
    /// How wide it is, in places of one letter.
    width: usize,
    /// Whether it holds numbers alone, which stand to the right.
    numbers: bool,
}

impl Column {
    fn of(title: &Cell, rows: &[Vec<Cell>], place: usize) -> Self {
        let cells: Vec<&Cell> = rows.iter().filter_map(|row| row.get(place)).collect();
        let widest = cells.iter().map(|cell| cell.width()).max().unwrap_or_default();
        Self {
            width: widest.max(title.width()),
            numbers: cells.iter().all(|cell| cell.is_number()),
        }
    }
}

/// A row's lines: as many as its highest cell has.
fn row(cells: &[Cell], columns: &[Column], before: &str) -> Vec<String> {
    let height = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or_default();
    (0..height)
        .map(|number| {
            let before = if number == 0 { before } else { "  " };
            format!("{before}{}", line(cells, columns, number)).trim_end().to_owned()
        })
        .collect()
}

/// One line of a row, each cell as wide as its column.
fn line(cells: &[Cell], columns: &[Column], number: usize) -> String {
    let padded = cells.iter().zip(columns).map(|(cell, column)| {
        let text = cell.lines.get(number).map_or("", String::as_str);
        let gap = " ".repeat(column.width.saturating_sub(text.width()));
        if column.numbers {
            format!("{gap}{}", isolated(text))
        } else {
            format!("{}{gap}", isolated(text))
        }
    });
    padded.collect::<Vec<_>>().join("  ")
}

/// A cell's text in lines no wider than a column, broken between words, and within those that are
/// wider.
struct Cell {
    lines: Vec<String>,
}

impl Cell {
    fn of(text: &str) -> Self {
        // No backtick can be escaped in a text of one width, so it gives way to a look-alike.
        let text: String = text
            .chars()
            .filter(|c| !c.is_control())
            .map(|c| if c == '`' { 'ˋ' } else { c })
            .collect();
        let mut lines = vec![String::new()];
        for word in text.split_inclusive(' ') {
            let last = lines.last().map_or(0, |line| line.width());
            if last > 0 && last + word.trim_end().width() > WIDEST {
                lines.push(String::new());
            }
            for c in word.chars() {
                if let Some(line) = lines.last_mut() {
                    if line.width() + c.width().unwrap_or_default() <= WIDEST {
                        line.push(c);
                    } else if c != ' ' {
                        lines.push(c.to_string());
                    }
                }
            }
        }
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        Self { lines }
    }

    fn width(&self) -> usize {
        self.lines.iter().map(|line| line.width()).max().unwrap_or_default()
    }

    fn is_number(&self) -> bool {
        self.lines
            .iter()
            .flat_map(|line| line.chars())
            .all(|c| c.is_ascii_digit() || ",.+−-%".contains(c))
    }
}

/// Keeps a name that is written from right to left from turning round its row.
fn isolated(cell: &str) -> String {
    if cell.is_ascii() { cell.to_owned() } else { format!("\u{2068}{cell}\u{2069}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cells: &[[&str; 3]], marked: Option<usize>) -> String {
        let cells: Vec<Vec<String>> =
            cells.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        let rows = rows(&["Rank", "Name", "Points"].map(str::to_owned), &cells, marked);
        rows.join("\n").replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn columns_stand_under_their_titles() {
        let rows = [["1", "Anna", "120"], ["2", "```*hi*", "15"], ["2", "李小龙", "15"]];
        insta::assert_snapshot!(shown(&rows, Some(1)), @r"
          Rank  Name     Points
             1  Anna        120
        →    2  ˋˋˋ*hi*      15
             2  李小龙       15
        ");
    }

    #[test]
    fn a_long_text_goes_on_in_the_next_line() {
        let rows = [
            ["1", "The most honorable Professor Maximilian", "3"],
            ["2", "李李李李李李李李李李李李李李", "1"],
            ["2", "Donaudampfschifffahrtsgesellschaft e.V.", "1"],
            ["4", "No answer, and no streak to lose.", "0"],
        ];
        insta::assert_snapshot!(shown(&rows, Some(1)), @r"
          Rank  Name                    Points
             1  The most honorable           3
                Professor Maximilian
        →    2  李李李李李李李李李李李       1
                李李李
             2  Donaudampfschifffahrts       1
                gesellschaft e.V.
             4  No answer, and no            0
                streak to lose.
        ");
    }

    proptest::proptest! {
        #[test]
        fn no_letter_is_lost_and_no_line_too_wide(text in "[a-c李 ]{0,90}") {
            let cell = Cell::of(&text);
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            proptest::prop_assert_eq!(letters(&cell.lines.concat()), letters(&text));
            proptest::prop_assert!(cell.width() <= WIDEST);
        }
    }
}
