//! The colors in which pictures are drawn.

/// The look of a card. Each brings its own ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// The colors of the local page by day.
    #[default]
    Light,
    /// The colors of the local page by night.
    Dark,
    /// Light letters on a ground between light and dark, which stands out from either: for
    /// platforms that do not tell how somebody reads.
    Middle,
}

/// In which looks the people of a platform are shown a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Themes {
    /// Two, of which each sees the one that suits how they read.
    #[default]
    LightAndDark,
    /// One that suits all.
    Middle,
}

impl Themes {
    /// The look that everybody sees, or those who read on a light ground.
    pub fn first(self) -> Theme {
        match self {
            Self::LightAndDark => Theme::Light,
            Self::Middle => Theme::Middle,
        }
    }

    /// The look for those who read on a dark ground, where it is another one.
    pub fn dark(self) -> Option<Theme> {
        match self {
            Self::LightAndDark => Some(Theme::Dark),
            Self::Middle => None,
        }
    }
}

/// The colors of a theme, as SVG has them: `#16181d`.
#[derive(Debug)]
pub(super) struct Colors {
    pub(super) ground: &'static str,
    pub(super) edge: &'static str,
    pub(super) text: &'static str,
    pub(super) dim: &'static str,
    pub(super) track: &'static str,
    pub(super) accent: &'static str,
    pub(super) own: &'static str,
    pub(super) on_accent: &'static str,
    /// Gold, silver, bronze: ground and text.
    pub(super) podium: [(&'static str, &'static str); 3],
    /// From no card to many.
    pub(super) levels: [&'static str; 5],
    pub(super) good: &'static str,
    pub(super) fair: &'static str,
    pub(super) weak: &'static str,
}

const LIGHT: Colors = Colors {
    ground: "#fffdf9",
    edge: "#e2d9c8",
    text: "#24221d",
    dim: "#665f53",
    track: "#f1ebdf",
    accent: "#1d5c4d",
    own: "#e2eee8",
    on_accent: "#ffffff",
    podium: [("#f0d27a", "#4d3900"), ("#dcdcd6", "#3d3f3c"), ("#e8c3a0", "#5c3110")],
    levels: ["#efe9dc", "#c3dccf", "#8dbba9", "#4d8f7b", "#1d5c4d"],
    good: "#1d5c4d",
    fair: "#b07c1c",
    weak: "#a3341f",
};

const DARK: Colors = Colors {
    ground: "#222625",
    edge: "#353b39",
    text: "#ebe7dd",
    dim: "#a8a295",
    track: "#333937",
    accent: "#84cdb5",
    own: "#21372f",
    on_accent: "#0c2a22",
    podium: [("#e3bd52", "#2c2100"), ("#b9bdb8", "#1f2422"), ("#d09a6b", "#2e1705")],
    levels: ["#303634", "#2d5548", "#3f7a67", "#5fa48d", "#84cdb5"],
    good: "#84cdb5",
    fair: "#f0b84a",
    weak: "#f09a86",
};

const MIDDLE: Colors = Colors {
    ground: "#4b5368",
    edge: "#5f6882",
    text: "#ffffff",
    dim: "#d3d9e6",
    track: "#3c4356",
    accent: "#b6c2ff",
    own: "#545d78",
    on_accent: "#1c2236",
    podium: [("#f0cf6e", "#3a2b00"), ("#d5dae4", "#2b3344"), ("#e3ae82", "#3f2008")],
    levels: ["#3f4659", "#6675b4", "#8895da", "#a9b4f4", "#d3daff"],
    good: "#8adcb0",
    fair: "#f2cd7a",
    weak: "#ffb592",
};

impl Theme {
    pub(super) fn colors(self) -> &'static Colors {
        match self {
            Self::Light => &LIGHT,
            Self::Dark => &DARK,
            Self::Middle => &MIDDLE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Theme; 3] = [Theme::Light, Theme::Dark, Theme::Middle];

    /// How bright a color is to the eye, from 0 to 1, as WCAG reckons it.
    fn luminance(color: &str) -> f64 {
        let part = |from: usize| {
            let part = f64::from(u8::from_str_radix(&color[from..from + 2], 16).unwrap()) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    /// How far two colors are apart, from 1 to 21.
    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        for theme in ALL {
            let colors = theme.colors();
            let mut texts = vec![
                (colors.text, colors.ground),
                (colors.text, colors.own),
                (colors.dim, colors.ground),
                (colors.dim, colors.own),
                (colors.on_accent, colors.accent),
            ];
            texts.extend(colors.podium.map(|(ground, text)| (text, ground)));
            for (text, ground) in texts {
                let contrast = contrast(text, ground);
                assert!(contrast >= 4.5, "{theme:?}: {text} on {ground} is {contrast:.2}");
            }
            for bar in [colors.good, colors.fair, colors.weak, colors.accent] {
                let contrast = contrast(bar, colors.ground);
                assert!(contrast >= 3.0, "{theme:?}: {bar} is {contrast:.2} from its ground");
            }
        }
    }

    #[test]
    fn the_middle_stands_out_from_light_chats_and_from_dark_ones() {
        // Discord's two, and Slack's two.
        for chat in ["#ffffff", "#313338", "#1a1d21"] {
            let contrast = contrast(MIDDLE.ground, chat);
            assert!(contrast >= 1.5, "{chat}: {contrast:.2}");
        }
    }

    #[test]
    fn the_page_and_its_pictures_have_the_same_colors() {
        let css = include_str!("../platform/web/page/page.css");
        let (day, night) = css.split_once("@media (prefers-color-scheme: dark)").unwrap();
        for (colors, css) in [(&LIGHT, day), (&DARK, night)] {
            for (variable, color) in [
                ("sheet", colors.ground),
                ("rule", colors.edge),
                ("ink", colors.text),
                ("faint", colors.dim),
                ("accent", colors.accent),
                ("glow", colors.own),
                ("on-accent", colors.on_accent),
            ] {
                let line = format!("--{variable}: {color};");
                assert!(css.contains(&line), "the page has no {line}");
            }
        }
    }
}
