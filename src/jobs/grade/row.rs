//! What grading needs to know of a line, borrowed from its text where that is possible.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde_json::value::RawValue;

use crate::domain::grade::bare::BareQuestion;

/// A line to grade; all its other fields are passed over.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Row<'a> {
    #[serde(borrow)]
    card: Option<Text<'a>>,
    #[serde(borrow)]
    given: Option<Text<'a>>,
    #[serde(borrow)]
    answers: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    items: Option<Vec<Item<'a>>>,
    #[serde(default)]
    ordered: Option<bool>,
    #[serde(borrow)]
    prompt: Option<Text<'a>>,
    #[serde(default)]
    strict_accents: Option<bool>,
    #[serde(borrow)]
    close: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    reject: Option<Vec<Text<'a>>>,
    #[serde(borrow, default, deserialize_with = "present")]
    verdict: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    why: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    reason: Option<&'a RawValue>,
}

/// What a line has under our names already, as it is written there.
#[derive(Debug, Clone, Copy, Default, serde::Deserialize)]
pub(super) struct Judged<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) verdict: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) why: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) reason: Option<&'a RawValue>,
}

/// A text; numbers, `true` and `false` are taken as they are written.
#[derive(Debug)]
struct Text<'a>(Cow<'a, str>);

/// An item of a list: one form, or several.
#[derive(Debug, serde::Deserialize)]
#[serde(untagged)]
enum Item<'a> {
    #[serde(borrow)]
    Forms(Vec<Text<'a>>),
    #[serde(borrow)]
    Form(Text<'a>),
}

impl<'a> Row<'a> {
    pub(super) fn card(&self) -> Option<&str> {
        self.card.as_ref().map(|card| card.0.as_ref())
    }

    pub(super) fn given(&self) -> Option<&str> {
        self.given.as_ref().map(|given| given.0.as_ref())
    }

    /// What the line has under our names already, which ours replace.
    pub(super) fn judged(&self) -> Judged<'a> {
        Judged { verdict: self.verdict, why: self.why, reason: self.reason }
    }

    /// The question that the line states by itself.
    pub(super) fn question(&self) -> Option<BareQuestion> {
        let answers = owned(self.answers.as_deref());
        let items: Vec<Vec<String>> = self.items.iter().flatten().map(Item::forms).collect();
        if answers.is_empty() && items.is_empty() {
            return None;
        }
        let (close, reject) = (owned(self.close.as_deref()), owned(self.reject.as_deref()));
        Some(BareQuestion {
            prompt: self
                .prompt
                .as_ref()
                .map(|prompt| prompt.0.clone().into_owned())
                .unwrap_or_default(),
            answers,
            items,
            ordered: self.ordered.unwrap_or_default(),
            close,
            reject,
            strict_accents: self.strict_accents.unwrap_or_default(),
        })
    }
}

impl Item<'_> {
    /// The forms that count for this item, one at least where the row is sensible.
    fn forms(&self) -> Vec<String> {
        match self {
            Self::Forms(forms) => owned(Some(forms)),
            Self::Form(form) => owned(Some(std::slice::from_ref(form))),
        }
    }
}

fn owned(texts: Option<&[Text<'_>]>) -> Vec<String> {
    texts.unwrap_or_default().iter().map(|text| text.0.clone().into_owned()).collect()
}

/// A value as it is written, `null` too: by itself serde takes `null` for a field that is missing,
/// and the line would end with two of that name.
fn present<'a, D: Deserializer<'a>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            // A text with escapes in it cannot be borrowed.
            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
            // Answers are often numbers, `true` or `false`, written without quotes.
            fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(value.to_string())))
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}
