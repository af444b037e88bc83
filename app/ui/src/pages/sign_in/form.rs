//! What is typed to sign in: a link, or a server with a name and a password.

use app_bridge::ask::Ask;

/// What is typed to sign in.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SignInForm {
    /// The link that the desk gave. While there is one, the rest does not count.
    pub link: String,
    /// The server.
    pub server: String,
    /// The user name.
    pub user: String,
    /// The password.
    pub password: String,
    /// The code of a second factor, once the server asked for it.
    pub code: String,
}

impl SignInForm {
    /// Says whether a link was pasted, scanned or opened.
    pub fn has_link(&self) -> bool {
        !self.link.trim().is_empty()
    }

    /// Returns the question to ask, or nothing while a field is empty.
    pub fn ask(&self) -> Option<Ask> {
        if self.has_link() {
            return Some(Ask::Enrol { link: self.link.trim().to_owned() });
        }
        let (server, user) = (self.server.trim(), self.user.trim());
        if server.is_empty() || user.is_empty() || self.password.is_empty() {
            return None;
        }
        // People type the name of a server; only a loopback may be asked without encryption.
        let server = match server.contains("://") {
            true => server.to_owned(),
            false if server.starts_with("127.") || server.starts_with("localhost") => format!("http://{server}"),
            false => format!("https://{server}"),
        };
        let server = server.trim_end_matches('/').to_owned();
        let code = Some(self.code.trim().to_owned()).filter(|code| !code.is_empty());
        Some(Ask::SignIn { server, user: user.to_owned(), password: self.password.clone(), code })
    }
}

#[cfg(test)]
mod tests {
    use app_bridge::ask::Ask;

    use super::SignInForm;

    #[track_caller]
    fn check(server: &str, expected: Option<&str>) {
        let form = SignInForm {
            server: server.into(),
            user: " wang ".into(),
            password: " p ".into(),
            ..SignInForm::default()
        };
        let asked = form.ask().map(|ask| match ask {
            Ask::SignIn { server, user, password, code } => {
                assert_eq!(code, None, "none was asked for");
                assert_eq!((user.as_str(), password.as_str()), ("wang", " p "), "a password is taken as typed");
                server
            }
            other => panic!("{other:?}"),
        });
        assert_eq!(asked.as_deref(), expected);
    }

    #[test]
    fn a_server_is_asked_encrypted_unless_it_is_this_machine() {
        check("xunge.example.cn", Some("https://xunge.example.cn"));
        check("127.0.0.1:8080", Some("http://127.0.0.1:8080"));
        check("http://127.0.0.1:8080/", Some("http://127.0.0.1:8080"));
        check("https://xunge.example.cn", Some("https://xunge.example.cn"));
    }

    #[test]
    fn a_code_goes_with_the_password() {
        let form = SignInForm {
            server: "https://xunge.example.cn".into(),
            user: "wang".into(),
            password: "p".into(),
            code: " 123456 ".into(),
            ..SignInForm::default()
        };
        let Some(Ask::SignIn { code, .. }) = form.ask() else { panic!("it is asked") };
        assert_eq!(code.as_deref(), Some("123456"));
    }

    #[test]
    fn nothing_is_asked_while_a_field_is_empty() {
        check("  ", None);
        assert_eq!(SignInForm { server: "a".into(), ..SignInForm::default() }.ask(), None);
    }

    #[test]
    fn a_link_is_enough_and_goes_before_what_was_half_typed() {
        let form = SignInForm {
            link: " https://xunge.example.cn/enroll#a \n".into(),
            server: "b".into(),
            ..SignInForm::default()
        };
        let link = "https://xunge.example.cn/enroll#a".to_owned();
        assert_eq!(form.ask(), Some(Ask::Enrol { link }));
    }
}
