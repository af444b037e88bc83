//! What is asked for, as it stands in the address and as the server reads it: of which days, which post, and which number.

use shared::assessment::posts::Figure;
use shared::assessment::{Basis, Counter, Subject};

use crate::assessment::asked::{Asked, Number, Row, href};
use crate::clock;
use crate::route::encode;
use crate::section::Address;

/// So many rows are asked for at once.
const PAGE: u32 = 200;

/// The posts, in the order in which a case comes to them.
pub const POSTS: [Subject; 5] =
    [Subject::Collector, Subject::Inspector, Subject::Acceptor, Subject::ShiftLeader, Subject::Dispatcher];

/// What a page asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Of which days, and for which jurisdiction; posts are no unit's.
    pub asked: Asked,
    /// Which post.
    pub post: Subject,
    /// From behind what on; empty for the first page.
    pub after: String,
}

/// One number of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// Which figure.
    pub figure: Figure,
    /// Whose: the account, and what people call them; nothing for everybody.
    pub of: Option<(String, String)>,
}

impl Question {
    /// Reads what an address asks for now.
    pub fn now(address: &Address) -> Self {
        Self::read(address, clock::today())
    }

    fn read(address: &Address, today: (u32, u32, u32)) -> Self {
        let asked = Asked { unit: String::new(), ..Asked::read(address, today) };
        let post = address.get("post").and_then(Subject::parse).filter(|post| post.is_post());
        let after = address.get("after").unwrap_or_default().to_owned();
        Self { asked, post: post.unwrap_or(Subject::Collector), after }
    }

    fn query(&self) -> String {
        let after = if self.after.is_empty() { String::new() } else { format!("&after={}", encode(&self.after)) };
        format!("{}&post={}&limit={PAGE}{after}", self.asked.query(), self.post.as_str())
    }

    /// Returns where the server says the table.
    pub fn table_path(&self) -> String {
        format!("/api/v1/posts?{}", self.query())
    }

    /// Returns where the server says what is behind a number.
    pub fn list_path(&self, behind: &Behind) -> String {
        let key = behind.of.as_ref().map(|(key, _)| format!("&key={}", encode(key))).unwrap_or_default();
        format!("/api/v1/posts/list?{}&figure={}{key}", self.query(), behind.figure.as_str())
    }

    /// Returns where the server hands out all of what is behind a number as a file.
    pub fn export_path(&self, behind: &Behind, format: &str, lang: &str) -> String {
        let key = behind.of.as_ref().map(|(key, _)| format!("&key={}", encode(key))).unwrap_or_default();
        let (asked, post, figure) = (self.asked.query(), self.post.as_str(), behind.figure.as_str());
        format!("/api/v1/posts/list/export?format={format}&lang={lang}&{asked}&post={post}&figure={figure}{key}")
    }

    /// Returns the way to the table of a post, from its beginning.
    pub fn way(&self, post: Subject) -> Address {
        self.asked.way(&["posts"]).with("post", post.as_str())
    }

    /// Returns the link to what is behind a number.
    pub fn behind(&self, behind: &Behind) -> String {
        let address = self.asked.way(&["posts", "list"]).with("post", self.post.as_str());
        let address = address.with("figure", behind.figure.as_str());
        href(&match &behind.of {
            Some((key, name)) => address.with("key", key).with("name", name),
            None => address,
        })
    }

    /// Returns the link to the cases behind a number of cases of somebody, or of all collectors.
    pub fn cases(&self, counter: Counter, of: Option<&(String, String)>) -> String {
        let row = of.map(|(key, name)| Row { by: self.post, key: key.clone(), name: name.clone() });
        href(&self.asked.cases(&Number { basis: Basis::Reported, counter, part: None, of: row }))
    }
}

impl Behind {
    /// Reads which number an address means; `None` where it means none of the post's.
    pub fn read(address: &Address, post: Subject) -> Option<Self> {
        let figure = address.get("figure").and_then(Figure::parse).filter(|one| Figure::of(post).contains(one))?;
        let of = address.get("key").filter(|key| !key.is_empty()).map(|key| {
            let name = address.get("name").unwrap_or(key);
            (key.to_owned(), name.to_owned())
        });
        Some(Self { figure, of })
    }
}

#[cfg(test)]
mod tests {
    use shared::assessment::posts::Figure;
    use shared::assessment::{Counter, Subject};

    use super::{Behind, Question};
    use crate::section::Address;

    const TODAY: (u32, u32, u32) = (2026, 11, 23);

    fn at(link: &str) -> Address {
        let (path, query) = link.trim_start_matches("#/").split_once('?').unwrap_or((link, ""));
        Address::read(path, query)
    }

    #[test]
    fn a_link_to_a_number_is_read_as_that_number() {
        let question = Question::read(&at("#/assessment/posts?month=2026-10&version=1&post=acceptor&unit=U-1"), TODAY);
        assert_eq!((question.post, question.asked.unit.as_str()), (Subject::Acceptor, ""));
        let behind = Behind { figure: Figure::AcceptWrong, of: Some(("a-1".to_owned(), "孙".to_owned())) };
        let link = at(&question.behind(&behind));
        let again = Question::read(&link, TODAY);
        assert_eq!((again.clone(), Behind::read(&link, again.post)), (question, Some(behind.clone())));
        let expected = "/api/v1/posts/list?month=2026-10&version=1&post=acceptor&limit=200&figure=accept_wrong&key=a-1";
        assert_eq!(again.list_path(&behind), expected);
        let file = "/api/v1/posts/list/export?format=csv&lang=zh&month=2026-10&version=1&post=acceptor&figure=accept_wrong&key=a-1";
        assert_eq!(again.export_path(&behind, "csv", "zh"), file, "the whole list, not a page of it");
    }

    #[test]
    fn what_is_no_post_and_no_number_of_it_is_not_asked_for() {
        let usual = Question::read(&at("#/assessment/posts?post=unit"), TODAY);
        assert_eq!(
            (usual.post, usual.table_path().as_str()),
            (Subject::Collector, "/api/v1/posts?month=2026-11&post=collector&limit=200")
        );
        let odd = at("#/assessment/posts/list?post=acceptor&figure=shifts");
        assert_eq!(Behind::read(&odd, Subject::Acceptor), None);
    }

    #[test]
    fn a_number_of_cases_leads_to_the_cases() {
        let question = Question::read(&at("#/assessment/posts?month=2026-10"), TODAY);
        let of = ("a-1".to_owned(), "王".to_owned());
        let link = question.cases(Counter::MissReport, Some(&of));
        let start = "#/assessment/cases?month=2026-10&basis=reported&counter=miss_report&by=collector&key=a-1&name=";
        assert!(link.starts_with(start), "{link}");
    }
}
