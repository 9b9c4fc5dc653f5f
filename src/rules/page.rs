//! Which page of a source's profiles is asked for.

use crate::rules::error::{Error, ErrorKind};
use crate::rules::input::Input;
use crate::rules::redaction::shown;
use crate::rules::text::concat;

/// How many profiles HrFlow puts on a page unless told otherwise.
pub const DEFAULT_LIMIT: u32 = 30;

/// The most profiles that are asked for at once.
pub const MAX_LIMIT: u32 = 1_000;

/// One page of a source's profiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageQuery<'a> {
    /// Which page, from 1.
    pub page: u32,
    /// How many profiles on it; the server may take fewer.
    pub limit: u32,
    /// `asc` or `desc`.
    pub order_by: &'a str,
    /// `created_at` or `updated_at`.
    pub sort_by: &'a str,
    /// Whether each profile comes whole, and not its dates, its reference and its keys alone.
    pub return_profile: bool,
    /// Only those added on this day or later, `YYYY-MM-DD`.
    pub created_at_min: Option<&'a str>,
    /// Only those added on this day or before.
    pub created_at_max: Option<&'a str>,
}

impl Default for PageQuery<'_> {
    /// The order in which a list can be walked: what is added meanwhile comes last.
    fn default() -> Self {
        PageQuery {
            page: 1,
            limit: DEFAULT_LIMIT,
            order_by: "asc",
            sort_by: "created_at",
            return_profile: false,
            created_at_min: None,
            created_at_max: None,
        }
    }
}

impl<'a> PageQuery<'a> {
    /// Reads the members that a caller gave, those that are `undefined` or `null` left out. What is not given is HrFlow's own
    /// default.
    ///
    /// # Errors
    /// Of kind [`ErrorKind::Argument`] for an unknown name and for a value that HrFlow does not know.
    pub fn select(members: &[(&str, Input<'a>)]) -> Result<Self, Box<Error>> {
        let mut query = PageQuery {
            order_by: "desc",
            ..PageQuery::default()
        };
        for (name, value) in members {
            match (*name, *value) {
                ("page", Input::Whole(page)) if page > 0 => query.page = page,
                ("limit", Input::Whole(limit)) if (1..=MAX_LIMIT).contains(&limit) => query.limit = limit,
                ("order_by", Input::Text(order @ ("asc" | "desc"))) => query.order_by = order,
                ("sort_by", Input::Text(sort @ ("created_at" | "updated_at"))) => query.sort_by = sort,
                ("return_profile", Input::Boolean(whole)) => query.return_profile = whole,
                ("created_at_min", Input::Text(day)) if is_day(day) => query.created_at_min = Some(day),
                ("created_at_max", Input::Text(day)) if is_day(day) => query.created_at_max = Some(day),
                (name, value) => {
                    let message = [
                        "The page was given `",
                        &shown(name),
                        "` as ",
                        value.phrase(),
                        "; ",
                        EXPECTED,
                        ".",
                    ];
                    return Err(Error::new(ErrorKind::Argument, concat(&message)));
                }
            }
        }
        Ok(query)
    }
}

const EXPECTED: &str =
    "give `page` and `limit` (to 1000) as whole numbers, `order_by` as `asc` or `desc`, `sort_by` as \
                        `created_at` or `updated_at`, `created_at_min` and `created_at_max` as `YYYY-MM-DD`, \
                        `return_profile` as true or false";

/// Whether it has the form of a day: `2020-09-11`.
pub fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
