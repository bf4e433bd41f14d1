//! Numbers in words, alone or behind digits: "four hundred and four", "1.5 million".

use super::Piece;
use crate::domain::decimal::Decimal;
use crate::domain::grade::count::{great, small};
use crate::domain::grade::fraction::Fraction;

/// Puts numbers for number words: `four hundred four` is one number.
pub(super) fn spelled(pieces: Vec<Piece>) -> Vec<Piece> {
    // Most answers spell nothing, and are given back as they are.
    if !(0..pieces.len()).any(|i| begins_spelled(&pieces, i)) {
        return pieces;
    }
    let mut out: Vec<Piece> = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        if begins_spelled(&pieces, i) {
            let (number, next) = read_spelled(&pieces, i);
            out.push(number);
            i = next;
        } else {
            out.push(pieces[i].clone());
            i += 1;
        }
    }
    out
}

/// Whether number words begin at `at`, perhaps with digits that the first of them multiplies.
fn begins_spelled(pieces: &[Piece], at: usize) -> bool {
    match &pieces[at] {
        Piece::Word(word) => small(word).is_some() || great(word).is_some(),
        Piece::Number { .. } => pieces.get(at + 1).and_then(great_piece).is_some(),
        Piece::Sign(_) => false,
    }
}

/// Reads the number whose words begin at `start`, perhaps with digits before them (`1.5 million`),
/// and tells where it ends.
fn read_spelled(pieces: &[Piece], start: usize) -> (Piece, usize) {
    if let Piece::Number { value, other } = &pieces[start] {
        // Digits that are worth nothing, or a fraction, are only multiplied; others are counted on
        // from below.
        let whole = value.as_ref().and_then(Fraction::whole).filter(|_| other.is_none());
        if whole.is_none() {
            return multiplied(value.clone(), other.clone(), pieces, start + 1);
        }
    }
    // Thousands and above are summed as soon as they are named; `part` is what lies below them:
    // "two hundred thousand five" is 200 × 1000, then 5.
    let (mut sum, mut part) = (Decimal::default(), Decimal::default());
    let mut i = start;
    while let Some(piece) = pieces.get(i) {
        match piece {
            Piece::Number { value, .. } if part.is_zero() && (i == start || !sum.is_zero()) => {
                let Some(number) = value.as_ref().and_then(Fraction::whole) else { break };
                part = number.clone();
            }
            Piece::Word(word) => {
                if let Some(value) = small(word) {
                    // "twenty, thirty" are two numbers; "twenty-five" and "hundred five" are one.
                    if !part.ends_in(1) || (!part.ends_in(2) && value >= 10) {
                        break;
                    }
                    part = part.plus(&value.into());
                } else if let Some(factor) = great(word) {
                    part = if part.is_zero() { factor.into() } else { part.times(&factor.into()) };
                    if factor >= 1_000 {
                        sum = sum.plus(&part);
                        part = Decimal::default();
                    }
                } else if !(word == "and"
                    && part.to_f64() >= 100.0
                    && small_at(pieces, i + 1).is_some())
                {
                    // Only the "and" of "four hundred and four" goes on.
                    break;
                }
            }
            // The hyphen of "twenty-five".
            Piece::Sign('-')
                if part.to_f64() >= 20.0
                    && small_at(pieces, i + 1).is_some_and(|next| next < 10) => {}
            _ => break,
        }
        i += 1;
    }
    (Piece::Number { value: Some(sum.plus(&part).into()), other: None }, i)
}

/// A number in digits with the words that multiply it, which begin at `at`, and where they end.
fn multiplied(
    mut value: Option<Fraction>,
    mut other: Option<Fraction>,
    pieces: &[Piece],
    mut at: usize,
) -> (Piece, usize) {
    while let Some(factor) = pieces.get(at).and_then(great_piece) {
        (value, other) = (value.map(|one| one.times(&factor)), other.map(|one| one.times(&factor)));
        at += 1;
    }
    (Piece::Number { value, other }, at)
}

/// The number below a hundred that the word at `at` says.
fn small_at(pieces: &[Piece], at: usize) -> Option<i64> {
    match pieces.get(at) {
        Some(Piece::Word(word)) => small(word),
        _ => None,
    }
}

/// What a piece multiplies by, if it is a word that does.
fn great_piece(piece: &Piece) -> Option<Decimal> {
    match piece {
        Piece::Word(word) => great(word).map(Decimal::from),
        _ => None,
    }
}
