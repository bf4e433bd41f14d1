//! A table as text of one width, since Discord has no other.

use unicode_width::UnicodeWidthStr;

use crate::app::reply::Text;

/// The widest column, in places of one letter; more would break the lines on a phone.
const WIDEST: usize = 22;

/// Rows under their titles, numbers to the right, the marked row with an arrow before it.
pub(super) fn table(head: &[String], rows: &[Vec<Text>], marked: Option<usize>) -> String {
    let titles: Vec<String> = head.iter().map(|title| cell(title)).collect();
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|text| cell(&text.to_string())).collect()).collect();
    let columns: Vec<Column> =
        titles.iter().enumerate().map(|(place, title)| Column::of(title, &rows, place)).collect();
    let mut lines = vec![line(&titles, &columns, "  ")];
    for (place, row) in rows.iter().enumerate() {
        lines.push(line(row, &columns, if marked == Some(place) { "→ " } else { "  " }));
    }
    format!("```\n{}\n```", lines.join("\n"))
}

struct Column {
    width: usize,
    numbers: bool,
}

impl Column {
    fn of(title: &str, rows: &[Vec<String>], place: usize) -> Self {
        let cells = || rows.iter().filter_map(|row| row.get(place));
        let numbers = cells().all(|cell| cell.chars().all(|c| c.is_ascii_digit() || ",.+−-%".contains(c)));
        Self { width: cells().map(|cell| cell.width()).max().unwrap_or_default().max(title.width()), numbers }
    }
}

fn line(cells: &[String], columns: &[Column], before: &str) -> String {
    let padded = cells.iter().zip(columns).map(|(cell, column)| {
        let gap = " ".repeat(column.width.saturating_sub(cell.width()));
        if column.numbers { format!("{gap}{}", isolated(cell)) } else { format!("{}{gap}", isolated(cell)) }
    });
    format!("{before}{}", padded.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
}

/// A cell's text on one line and no wider than a column. Nothing in a code block can be escaped, so the backtick that
/// would end it gives way to a look-alike.
fn cell(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).map(|c| if c == '`' { 'ˋ' } else { c }).collect();
    if text.width() <= WIDEST {
        return text;
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + c.to_string().width() >= WIDEST {
            break;
        }
        cut.push(c);
    }
    format!("{cut}…")
}

/// Keeps a name that is written from right to left from turning round its row.
fn isolated(cell: &str) -> String {
    if cell.is_ascii() { cell.to_owned() } else { format!("\u{2068}{cell}\u{2069}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(rows: &[[&str; 3]], marked: Option<usize>) -> String {
        let rows: Vec<Vec<Text>> = rows.iter().map(|row| row.map(Text::from).to_vec()).collect();
        let table = table(&["Rank", "Name", "Points"].map(str::to_owned), &rows, marked);
        table.replace(['\u{2068}', '\u{2069}'], "")
    }

    #[test]
    fn columns_stand_under_their_titles() {
        let rows = [["1", "Anna", "120"], ["2", "```*hi*", "15"], ["2", "李小龙", "15"]];
        insta::assert_snapshot!(shown(&rows, Some(1)), @r"
        ```
          Rank  Name     Points
             1  Anna        120
        →    2  ˋˋˋ*hi*      15
             2  李小龙       15
        ```
        ");
    }

    #[test]
    fn a_long_name_is_cut() {
        let rows = [["1", "The most honorable Professor Maximilian", "3"], ["2", "李李李李李李李李李李李李李李", "1"]];
        insta::assert_snapshot!(shown(&rows, None), @r"
        ```
          Rank  Name                    Points
             1  The most honorable Pr…       3
             2  李李李李李李李李李李…        1
        ```
        ");
    }
}
