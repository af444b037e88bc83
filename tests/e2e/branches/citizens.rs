//! What a citizen says is looked at on site before anybody files it.

use anyhow::{Result, ensure};
use shared::account::Role;
use shared::case::{Action, ActionKind, State, VoidKind};
use shared::refusal::Code;
use shared::task::{TaskKind, TaskResult};
use system_tests::world::story;

use super::{Town, refused, to_be_made};

#[test]
fn a_citizens_report_is_verified_on_site_before_anybody_files_it() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let case = town.called_in("市民来电：路边有垃圾").await?;
        let file = town.file(case).await?;
        assert_eq!((file.case.state, file.tasks[0].kind), (State::Verifying, TaskKind::Verify));
        let file = town.answered(case, TaskResult::Exists).await?;
        assert_eq!(file.case.state, State::Handling, "true, and so it went on by itself");
        ensure!(file.case.photos.iter().any(|photo| photo.task.is_some()), "the look on site is part of the file");
        town.fits().await
    })
}

#[test]
fn what_is_not_there_is_rejected_and_what_could_not_be_told_goes_back_to_the_desk() -> Result<()> {
    story(async {
        let mut town = Town::begin().await?;
        let nothing = town.called_in("市民来电：井盖旁有垃圾").await?;
        let file = town.answered(nothing, TaskResult::Absent).await?;
        assert_eq!((file.case.state, file.case.last_verify), (State::Reported, Some(TaskResult::Absent)));
        ensure!(!file.may.contains(&"accept".to_owned()) && file.may.contains(&"reject".to_owned()), "{:?}", file.may);
        let accepted = town.act(Role::Acceptor, nothing, &Action::Accept).await;
        assert_eq!(refused(accepted)?, Code::NotVerified);
        let wordless = town.act(Role::Acceptor, nothing, &Action::Reject { reason: " ".to_owned() }).await;
        assert_eq!(refused(wordless)?, Code::ReasonRequired);
        let reject = Action::Reject { reason: "不属实".to_owned() };
        let void = town.act(Role::Acceptor, nothing, &reject).await?.case;
        assert_eq!((void.state, void.void_kind), (State::Void, Some(VoidKind::NotAccepted)));

        town.pass(5);
        let unclear = town.called_in("市民来电：楼后有垃圾").await?;
        let file = town.answered(unclear, TaskResult::Unable).await?;
        assert_eq!((file.case.state, file.case.open_task), (State::Reported, None), "the desk decides");
        ensure!(file.may.contains(&"send_verify".to_owned()), "{:?}", file.may);
        let accepted = town.act(Role::Acceptor, unclear, &Action::Accept).await;
        assert_eq!(refused(accepted)?, Code::NotVerified);
        town.pass(5);
        let again = town.act(Role::Acceptor, unclear, &Action::SendVerify { task: to_be_made() }).await?;
        assert_eq!(again.case.state, State::Verifying);
        let file = town.answered(unclear, TaskResult::Exists).await?;
        assert_eq!(file.case.state, State::Handling);
        let answers = file.flow.iter().filter(|step| step.action == ActionKind::VerifyResult).count();
        assert_eq!((answers, file.tasks.len()), (2, 2), "both looks stand in the file");
        town.fits().await
    })
}
