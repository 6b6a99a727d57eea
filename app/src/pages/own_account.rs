//! My account: what we are buying, at which stage, and in which culture we want to be met. Only those of the account read it, and
//! the company's people who look after it.

use crate::api::call;
use crate::load::{At, still};
use crate::parts::asked_to_speak::asked_to_speak;
use crate::parts::joining::joining;
use crate::parts::layout::{heading, title};
use crate::parts::purchase::{Purchases, offered, purchases};
use crate::viewer::viewer_now;
use leptos::prelude::*;
use model::api::joining::{GetJoining, ListAccountInvitations};
use model::api::purchases::ListPurchases;
use model::joining::{AccountInvitation, Joining};
use model::person::{Membership, Myself};
use model::purchase::Purchase;
use model::round::Round;
use model::{AccountId, Name, Problem, RoundId};

struct Shown {
    myself: Myself,
    /// Without one that is confirmed there is nothing to show yet.
    account: Option<(AccountId, Name)>,
    purchases: Vec<Purchase>,
    round: Option<Round>,
    /// For those who invite others.
    joining: Option<Joining>,
    /// By whom I am asked to speak for theirs.
    invited: Vec<AccountInvitation>,
    asked: String,
    made: String,
}

#[must_use]
pub fn own_account() -> AnyView {
    let viewer = viewer_now();
    still(move |at| load(at, viewer.person, viewer.round), |shown| show(&shown))
}

async fn load(at: At, person: Option<Myself>, round: RoundId) -> Result<Shown, Problem> {
    let myself = person.ok_or_else(Problem::sign_in)?;
    let account = match &myself.membership {
        Membership::Confirmed { account, name } => Some((*account, name.clone())),
        Membership::None | Membership::Declared { .. } => None,
    };
    let purchases = match account {
        Some((account, _)) => call(ListPurchases { account }).await?,
        None => Vec::new(),
    };
    // Whoever may not invite is refused, and sees the rest.
    let joining = match account {
        Some((account, _)) => call(GetJoining { account }).await.ok(),
        None => None,
    };
    let invited = call(ListAccountInvitations {}).await?;
    Ok(Shown {
        myself,
        invited,
        account,
        purchases,
        joining,
        made: at.text("made"),
        round: offered(round).await,
        asked: at.text("purchase"),
    })
}

fn show(shown: &Shown) -> AnyView {
    let Some((account, name)) = &shown.account else {
        return view! {
            <div class="narrow">
                {heading("Your organisation", "")} {asked_to_speak(&shown.invited)}
                <p class="empty">
                    "Once we have confirmed which organisation you speak for, you can say here what you are buying and how you want to be met. "
                    <a href="/me#account">"Say whom you speak for"</a> "."
                </p>
            </div>
        }
        .into_any();
    };
    let list = Purchases {
        account: *account,
        here: "/account".into(),
        list: &shown.purchases,
        people: &[],
        me: Some(&shown.myself),
        round: shown.round.as_ref(),
        asked: &shown.asked,
    };
    view! {
        <div class="narrow">
            {title(name.to_string())}
            <p class="quiet"><a href="/me">"You"</a></p>
            <h1 class="h1">{name.to_string()}</h1> {asked_to_speak(&shown.invited)}
            <p class="lead">"Read by those who speak for it, and by the people at the company who look after it. Nobody else sees it."</p>
            {purchases(&list)} {shown.joining.as_ref().map(|all| joining(all, &shown.made, false))}
        </div>
    }
    .into_any()
}
