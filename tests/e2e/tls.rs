//! The line behind TLS: a centre's own authority is enough, a wrong certificate is a line that is cut, and nothing
//! crosses a network in the open.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use app_bridge::told::Whereabouts;
use app_core::error::Error;
use app_core::native::http::Http;
use app_core::ports;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use server::http::serve::Certificate;
use shared::refusal::Code;
use system_tests::collector::Collector;
use system_tests::world::{World, story};

use crate::people::{MONDAY, collectors, report};

/// Makes an authority and a server's certificate of it, for one name; returns the authority's PEM with it.
fn papers(folder: &Path, name: &str) -> Result<(Certificate, String)> {
    let mut own = CertificateParams::new(Vec::new())?;
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate()?;
    let authority = own.self_signed(&key)?.pem();
    let issuer = Issuer::new(own, key);
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(vec![name.to_owned()])?.signed_by(&key, &issuer)?;
    let paths = Certificate { chain: folder.join(format!("{name}.pem")), key: folder.join(format!("{name}.key")) };
    std::fs::write(&paths.chain, certificate.pem())?;
    std::fs::write(&paths.key, key.serialize_pem())?;
    Ok((paths, authority))
}

/// Gives a person a phone that trusts an authority.
fn phone(world: &World, user: &str, authority: &str) -> Result<Collector> {
    let transport = Rc::new(Http::trusting(authority.as_bytes())?);
    Collector::in_world(user, &world.home(user), |world| ports::World { transport, ..world })
}

/// Returns the core's own error.
fn told(error: &anyhow::Error) -> Result<&Error> {
    error.downcast_ref::<Error>().context("an error of the core")
}

#[test]
fn a_case_arrives_over_tls() -> Result<()> {
    story(async {
        let folder = tempfile::tempdir()?;
        let (certificate, authority) = papers(folder.path(), "127.0.0.1")?;
        let world = World::begin_tls(MONDAY, certificate).await?;
        ensure!(world.url.starts_with("https://"), "{}", world.url);
        let user = collectors(&world, 1)?.remove(0);
        let wang = phone(&world, &user, &authority)?;
        wang.sign_in(&world.url, &world.accounts.user(&user)?.password).await?;
        let case = report(&wang, 60).await?;
        assert_eq!(wang.sync().await?.left, 0);
        let card = wang.case(case).await?;
        assert_eq!((card.whereabouts, card.photos_received), (Whereabouts::Arrived, 2));
        Ok(())
    })
}

#[test]
fn a_wrong_certificate_is_a_line_that_is_cut_and_loses_nothing() -> Result<()> {
    story(async {
        let folder = tempfile::tempdir()?;
        let (right, authority) = papers(folder.path(), "127.0.0.1")?;
        let other = tempfile::tempdir()?;
        let (foreign, _) = papers(other.path(), "127.0.0.1")?;
        let mut world = World::begin_tls(MONDAY, right.clone()).await?;
        let user = collectors(&world, 1)?.remove(0);
        let password = world.accounts.user(&user)?.password.clone();

        let stranger = Collector::with_phone("stranger", &world.home("stranger"))?;
        let error = stranger.sign_in(&world.url, &password).await.err().context("nobody vouches for this server")?;
        ensure!(matches!(told(&error)?, Error::Offline(_)), "{error:#}");

        let wang = phone(&world, &user, &authority)?;
        wang.sign_in(&world.url, &password).await?;
        let case = report(&wang, 70).await?;
        let (misnamed, _) = papers(folder.path(), "xunge.example.cn")?;
        for wrong in [foreign, misnamed] {
            world.stop().await?;
            world.present(wrong);
            world.start().await?;
            let error = wang.sync().await.err().context("somebody else answers at the server's address")?;
            ensure!(matches!(told(&error)?, Error::Offline(_)), "a wrong certificate is no refusal: {error:#}");
            assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::OnlyHere);
            let status = wang.status().await?;
            assert!(status.set_aside.is_empty() && status.next_try_at.is_some(), "it is tried again by itself");
        }
        world.stop().await?;
        world.present(right);
        world.start().await?;
        assert_eq!(wang.sync().await?.left, 0);
        assert_eq!(wang.case(case).await?.whereabouts, Whereabouts::Arrived);
        Ok(())
    })
}

#[test]
fn nothing_crosses_a_network_in_the_open() -> Result<()> {
    story(async {
        let folder = tempfile::tempdir()?;
        let (certificate, authority) = papers(folder.path(), "127.0.0.1")?;
        let world = World::begin_tls(MONDAY, certificate).await?;
        let user = collectors(&world, 1)?.remove(0);
        let wang = phone(&world, &user, &authority)?;
        for open in ["http://10.0.0.8:8080", "http://xunge.example.cn", "http://0.0.0.0:8080", "ftp://127.0.0.1"] {
            let error = wang.sign_in(open, "secret").await.err().context("a password must not be sent there")?;
            ensure!(matches!(told(&error)?, Error::Refused(refusal) if refusal.code == Code::BadValue), "{error:#}");
        }
        assert_eq!(wang.line.requests(), 0, "not one byte was sent");
        let plain = world.url.replace("https://", "http://");
        let error = wang.sign_in(&plain, "secret").await.err().context("the server speaks TLS only")?;
        ensure!(matches!(told(&error)?, Error::Offline(_)), "{error:#}");
        Ok(())
    })
}
