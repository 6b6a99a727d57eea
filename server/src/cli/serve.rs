//! `accord serve`: listens, answers, and stops in good order.

use anyhow::Context;
use axum::serve::ListenerExt;
use server::addresses;
use server::api::setup;
use server::clock::{Clock, Dice};
use server::config::Config;
use server::db::Db;
use server::mail::Mail;
use server::memory::PATIENCE;
use server::site::Site;
use std::future::IntoFuture;
use std::io::IsTerminal;
use std::net::SocketAddr;
use std::time::Duration;

/// How often memory that is free is given back. By itself the allocator does that only when it is asked for more, so after the
/// start, or a busy hour, it would keep what nobody uses.
const GIVE_BACK: Duration = Duration::from_secs(1);
/// How long requests under way may take to end once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

pub async fn run(config: Config) -> anyhow::Result<()> {
    log(&config)?;
    let db = Db::open(&config.database()).await?;
    let addr = config.addr;
    let public_url = config.public_url.clone();
    let mail = Mail::of(&config)?;
    let site = Site::start(config, db.clone(), Clock::machine(), Dice::machine(), mail, PATIENCE).await?;
    say_how_to_set_up(&site).await?;
    let listener = tokio::net::TcpListener::bind(addr)
        .await
        .with_context(|| format!("addr: cannot listen on {addr}"))?;
    tracing::info!(%addr, public_url, "Accord is serving");
    if leads_elsewhere(&public_url, addr) {
        tracing::warn!(%addr, public_url, "links in mails lead to another port: set --public-url");
    }
    // Without this a page waits 40 ms for the other side's delayed acknowledgement.
    let listener = listener.tap_io(|stream| {
        if let Err(fault) = stream.set_nodelay(true) {
            tracing::debug!(error = %fault, "TCP_NODELAY");
        }
    });
    tokio::spawn(give_back());
    let stopping = site.stopping.clone();
    let service = site.router().into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service)
        .with_graceful_shutdown(async move {
            told_to_stop().await;
            stopping.cancel();
        })
        .into_future();
    let deadline = async {
        site.stopping.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving => served?,
        () = deadline => tracing::warn!("some requests did not end in time"),
    }
    db.close().await;
    tracing::info!("Accord has stopped");
    Ok(())
}

/// Whether links lead to this machine by a name of its own, but not to the port that is served: most likely `--addr` was
/// set alone. (A proxy on this machine may be meant, so this is no error.)
fn leads_elsewhere(public_url: &str, addr: SocketAddr) -> bool {
    let Ok(url) = public_url.parse::<http::Uri>() else { return false };
    let own = matches!(url.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let usual = if url.scheme_str() == Some("https") { 443 } else { 80 };
    own && addr.port() != url.port_u16().unwrap_or(usual)
}

async fn give_back() {
    let mut now_and_then = tokio::time::interval(GIVE_BACK);
    loop {
        now_and_then.tick().await;
        // SAFETY: it takes no pointer and may be called from any thread at any time.
        #[expect(unsafe_code, reason = "mimalloc's own crate does not wrap it")]
        unsafe {
            libmimalloc_sys::mi_collect(true);
        }
    }
}

/// While there is no admin: the link that makes one, anew at every start.
async fn say_how_to_set_up(site: &Site) -> anyhow::Result<()> {
    let link = setup::new_link(&site.db, &site.config, &site.clock, &site.dice).await;
    let link = link.map_err(|fault| anyhow::Error::new(fault.told())).context("making the set-up key")?;
    if let Some(link) = link {
        tracing::info!(link, "there is no admin yet");
        // Plain as well, to be found among lines of JSON or under a filter.
        eprintln!("\nTo set Accord up, open\n\n    {link}\n");
    }
    Ok(())
}

fn log(config: &Config) -> anyhow::Result<()> {
    let filter = addresses::filter(&config.log).with_context(|| format!("log: {:?}", config.log))?;
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours);
    if config.log_format == "json" {
        log.json().init()
    } else {
        log.init()
    }
    Ok(())
}

async fn told_to_stop() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_another_port_of_this_machine_are_noticed() {
        let leads = |url, port| leads_elsewhere(url, SocketAddr::from(([127, 0, 0, 1], port)));
        assert!(leads("http://localhost:3000", 4000));
        assert!(leads("http://localhost", 3000));
        assert!(!leads("http://localhost:3000", 3000));
        assert!(!leads("https://accord.example.com", 3000));
    }
}
