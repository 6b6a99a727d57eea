//! How people sign in: which ways are open to customers and which to staff. For admins.

use crate::api::call;
use crate::form::{Form, next};
use crate::load::still;
use crate::parts::choices::tick;
use crate::parts::layout::heading;
use crate::parts::staff::admitted;
use leptos::prelude::*;
use model::Problem;
use model::api::ways::{GetWayRules, ProviderFor, WayRules};
use model::person::Role;
use model::ways::Party;

const HERE: &str = "/manage/sign-in";

#[must_use]
pub fn sign_in_ways() -> AnyView {
    let may = admitted(&[Role::Admin], "How people sign in is for admins to say.");
    still(move |_| load(may.clone()), show)
}

async fn load(may: Result<(), Problem>) -> Result<WayRules, Problem> {
    may?;
    call(GetWayRules {}).await
}

fn show(found: WayRules) -> AnyView {
    let lead = "Each way can be closed, to customers and to staff. Whoever is signed in stays so. Whoever runs the server can \
                always print a link that lets them in: accord admin sign-in-link.";
    // A plain post comes back with one problem; which of the two forms it is about is said by neither.
    let above = Form::main();
    view! {
        <div class="narrow">
            {heading("How people sign in", lead)} {above.trouble()}
            <p class="field-problem" data-problem="mail">{above.about("mail")}</p>
            {party(&found, Party::Customers, "Customers")} {party(&found, Party::Staff, "Staff")}
        </div>
    }
    .into_any()
}

fn party(found: &WayRules, party: Party, title: &'static str) -> AnyView {
    let open = found.rules.of(party);
    let action = ["/api/v1/ways/", party.word()].concat();
    let form = Form::new();
    view! {
        <section aria-labelledby=party.word()>
            <h2 class="h2" id=party.word()>{title}</h2>
            <form method="post" action=action class="stack" data-then="stay" data-toast="Saved.">
                {next(HERE.into())}
                <div>
                    {tick("mail", "A code or a link by mail", "", open.mail)}
                    <p class="field-problem" data-problem="mail" aria-live="polite"></p>
                </div>
                <div>{tick("providers", "A provider", "", open.providers)} {named(&found.providers, party)}</div>
                <div>
                    {tick("hand_over", "A hand-over from your own product", "", open.hand_over)}
                    {named(found.product.as_slice(), party)}
                </div>
                <div>{tick("passkeys", "A passkey", "", open.passkeys)} <p class="quiet">{passkeys(found.passkeys)}</p></div>
                <div>{form.trouble()} <p><button class="btn btn-primary">"Save"</button></p></div>
            </form>
        </section>
    }
    .into_any()
}

fn passkeys(possible: bool) -> &'static str {
    match possible {
        true => "For whoever has come another way once, and added one on their own page.",
        false => {
            "Not possible at this site’s public address: browsers keep passkeys for a name over HTTPS, or for localhost, and for \
             no IP address."
        }
    }
}

fn named(all: &[ProviderFor], party: Party) -> AnyView {
    let theirs = |one: &&ProviderFor| match party {
        Party::Customers => one.customers,
        Party::Staff => one.staff,
    };
    let names = all.iter().filter(theirs).map(|one| one.name.to_string()).collect::<Vec<_>>();
    let words = match names.is_empty() {
        true => "None is named for them in the settings’ file yet.".to_owned(),
        false => ["In the settings’ file for them: ", &names.join(", "), "."].concat(),
    };
    view! { <p class="quiet">{words}</p> }.into_any()
}
