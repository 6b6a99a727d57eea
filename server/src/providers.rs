//! Providers of OpenID Connect: the conversation with them, from sending a browser there to the claims about who came back.
//! Whose claims they are here is not decided in this file (see `api/session/arrival.rs`).

pub mod http;
pub mod told;

use crate::clock::{Clock, Dice};
use crate::config::Config;
use crate::config::providers::Provider;
use anyhow::{Context, bail};
use http::Http;
use model::Timestamp;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreClientAuthMethod, CoreErrorResponseType,
    CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse, CoreTokenIntrospectionResponse,
    CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, ClaimsVerificationError, Client, ClientId, ClientSecret,
    CsrfToken, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenFields,
    IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    SignatureVerificationError, StandardErrorResponse, StandardTokenResponse, TokenResponse, UserInfoClaims,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio::sync::Mutex;

/// For how long it holds what a provider says of itself and its keys.
pub const HOLDS: i64 = Timestamp::HOUR;
/// A key that is not known makes us ask again, but no more often than this.
pub const ASKED_AGAIN: i64 = Timestamp::MINUTE;

/// Whatever claims there are besides the standard's.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Claims(Map<String, Value>);
impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type OurClient = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// All that the settings name, in the order of their keys.
pub struct Providers {
    all: Vec<Known>,
    http: Http,
    clock: Clock,
    /// Where they send people back to.
    back: String,
}

/// A provider, with what it said of itself and when.
pub struct Known {
    pub set: Provider,
    metadata: Mutex<Option<(Arc<CoreProviderMetadata>, Timestamp)>>,
}

/// A browser is sent to a provider: where to, and what has to be known when it comes back.
pub struct Sent {
    pub url: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// Who came back.
pub struct CameBack {
    pub issuer: String,
    pub subject: String,
    pub claims: Map<String, Value>,
}

impl Providers {
    /// # Errors
    /// When nothing can be asked over HTTPS.
    pub fn new(config: &Config, clock: Clock) -> anyhow::Result<Self> {
        let known = |set: &Provider| Known { set: set.clone(), metadata: Mutex::default() };
        let all = config.providers.iter().map(known).collect();
        Ok(Self { all, http: Http::new()?, clock, back: config.link("/sign-in/with") })
    }

    pub fn all(&self) -> impl Iterator<Item = &Provider> {
        self.all.iter().map(|known| &known.set)
    }

    #[must_use]
    pub fn find(&self, key: &str) -> Option<&Known> {
        self.all.iter().find(|known| known.set.key == key)
    }

    /// Sends a browser to a provider.
    ///
    /// # Errors
    /// When the provider cannot be asked what it is.
    pub async fn send(&self, provider: &Known, dice: &Dice) -> anyhow::Result<Sent> {
        let client = self.client(provider, HOLDS).await?;
        let (state, nonce) = (CsrfToken::new(dice.secret()), Nonce::new(dice.secret()));
        let verifier = PkceCodeVerifier::new(dice.secret());
        let scopes = ["email", "profile"].into_iter().chain(provider.set.scopes.iter().map(String::as_str));
        let (url, state, nonce) = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, move || state, move || nonce)
            .add_scopes(scopes.map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(Sent {
            url: url.to_string(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        })
    }

    /// Changes the code that a browser brought back for claims, and makes sure of them.
    ///
    /// # Errors
    /// When the provider does not answer, or what it says does not hold.
    pub async fn redeem(
        &self,
        provider: &Known,
        code: String,
        verifier: String,
        nonce: String,
    ) -> anyhow::Result<CameBack> {
        let client = self.client(provider, HOLDS).await?;
        let ask = |request| self.http.clone().ask(request);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier))
            .request_async(&ask)
            .await
            .context("changing the code for tokens")?;
        let token =
            tokens.id_token().context("the provider gave no ID token: is the scope openid allowed?")?;
        let nonce = Nonce::new(nonce);
        let claims = match token.claims(&self.verifier(&client), &nonce) {
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                // Keys change; the new ones are asked for, though not at every token that somebody makes up.
                let fresh = self.client(provider, ASKED_AGAIN).await?;
                token.claims(&self.verifier(&fresh), &nonce).cloned()
            }
            checked => checked.cloned(),
        }
        .context("the ID token does not hold")?;
        let mut all = object(&claims)?;
        // Many tell the rest only here.
        if client.user_info_url().is_some() {
            let told: UserInfoClaims<Claims, CoreGenderClaim> = client
                .user_info(tokens.access_token().clone(), Some(claims.subject().clone()))?
                .request_async(&ask)
                .await
                .context("asking for the claims about the person")?;
            all.extend(object(&told)?);
        }
        Ok(CameBack {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            claims: all,
        })
    }

    fn verifier<'c>(&self, client: &'c OurClient) -> openidconnect::IdTokenVerifier<'c, CoreJsonWebKey> {
        let now = self.clock.now().0;
        let now = chrono::DateTime::from_timestamp_micros(now).unwrap_or_default();
        client.id_token_verifier().set_time_fn(move || now)
    }

    /// A client, by what the provider said of itself no longer ago than `age`.
    async fn client(&self, provider: &Known, age: i64) -> anyhow::Result<OurClient> {
        let metadata = self.metadata(provider, age).await?;
        let set = &provider.set;
        let secret = set.secret.as_ref().map(|secret| ClientSecret::new(secret.reveal().to_owned()));
        let back = format!("{}/{}/back", self.back, set.key);
        let client = Client::from_provider_metadata(
            CoreProviderMetadata::clone(&metadata),
            ClientId::new(set.client_id.clone()),
            secret,
        );
        let ways = metadata.token_endpoint_auth_methods_supported().map_or(&[][..], Vec::as_slice);
        let in_body = ways.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic);
        let how = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
        Ok(client.set_redirect_uri(RedirectUrl::new(back)?).set_auth_type(how))
    }

    /// Whoever asks meanwhile waits for the same answer.
    async fn metadata(&self, provider: &Known, age: i64) -> anyhow::Result<Arc<CoreProviderMetadata>> {
        let mut kept = provider.metadata.lock().await;
        let now = self.clock.now();
        if let Some((metadata, at)) = kept.as_ref()
            && now.since(*at) < age
        {
            return Ok(metadata.clone());
        }
        let issuer = IssuerUrl::new(provider.set.issuer.clone())?;
        let ask = |request| self.http.clone().ask(request);
        let found = CoreProviderMetadata::discover_async(issuer, &ask).await;
        let found = found.context("asking the provider what it is")?;
        let shared = [
            CoreJwsSigningAlgorithm::HmacSha256,
            CoreJwsSigningAlgorithm::HmacSha384,
            CoreJwsSigningAlgorithm::HmacSha512,
            CoreJwsSigningAlgorithm::None,
        ];
        // A token that is signed with what we know ourselves, or not at all, is no proof.
        let algorithms: Vec<_> = found
            .id_token_signing_alg_values_supported()
            .iter()
            .filter(|one| !shared.contains(one))
            .cloned()
            .collect();
        if algorithms.is_empty() {
            bail!("the provider signs with no public key");
        }
        let found = Arc::new(found.set_id_token_signing_alg_values_supported(algorithms));
        *kept = Some((found.clone(), now));
        Ok(found)
    }
}

fn object(claims: &impl Serialize) -> anyhow::Result<Map<String, Value>> {
    match serde_json::to_value(claims)? {
        Value::Object(claims) => Ok(claims),
        _ => bail!("claims that are no object"),
    }
}
