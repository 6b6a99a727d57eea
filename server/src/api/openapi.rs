//! The API's description, generated from the route table.

use super::files::{FILES, File};
use super::table::{Operation, Shapes};
use crate::auth::{Anyone, Caller};
use crate::session::COOKIE;
use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use http::header;
use model::endpoint::{API, Method};
use model::program::Scope;
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::security::{
    ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityRequirement, SecurityScheme,
};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApiBuilder, PathItem, PathsBuilder, RefOr, Required, ResponseBuilder,
};

pub const PATH: &str = "/api/v1/openapi.json";

/// How callers say who they are: the cookie of whoever is signed in, or the token of a program.
const SESSION: &str = "session";
const TOKEN: &str = "token";

/// Where the description is had. It is made when it is asked for the first time.
pub fn route<S: Clone + Send + Sync + 'static>(operations: Vec<Operation>) -> Router<S> {
    let description = Arc::new(OnceLock::new());
    let operations = Arc::new(operations);
    let send = move || {
        let description: Bytes = description.get_or_init(|| describe(&operations)).clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], description) }
    };
    Router::new().route(PATH, get(send))
}

/// The description as JSON.
///
/// # Panics
/// Never: it is made of strings and numbers.
#[must_use]
pub fn describe(operations: &[Operation]) -> Bytes {
    let mut schemas =
        vec![(model::Problem::name().into_owned(), <model::Problem as utoipa::PartialSchema>::schema())];
    <model::Problem as ToSchema>::schemas(&mut schemas);
    let mut paths = PathsBuilder::new();
    for operation in operations {
        let shapes = (operation.shapes)();
        let method = match operation.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Put => HttpMethod::Put,
            Method::Delete => HttpMethod::Delete,
        };
        paths =
            paths.path(format!("{API}{}", operation.path), PathItem::new(method, one(operation, &shapes)));
        schemas.extend(shapes.named);
    }
    // What is beside the API, as pictures, its pages link to.
    for one in FILES.iter().filter(|file| file.path.starts_with(API)) {
        let query = one.like.and_then(|like| operations.iter().find(|operation| operation.name == like));
        let query = query.map(|like| (like.shapes)().request);
        paths = paths.path(one.path, PathItem::new(HttpMethod::Get, file(one, query)));
    }
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))))
        .security_scheme(TOKEN, SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)))
        .build();
    let document = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Accord").version(env!("CARGO_PKG_VERSION")).build())
        .paths(paths.build())
        .components(Some(components))
        .build();
    Bytes::from(document.to_json().unwrap_or_default())
}

fn one(operation: &Operation, shapes: &Shapes) -> utoipa::openapi::path::Operation {
    let built = begun(operation.path, &operation.name, operation.who, operation.scope)
        .response("200", answer("Done.", shapes.reply.clone()));
    if operation.method != Method::Get {
        let json = ContentBuilder::new().schema(Some(shapes.request.clone())).build();
        let body = match operation.raw {
            true => RequestBodyBuilder::new().content("image/*", ContentBuilder::new().build()).build(),
            false => RequestBodyBuilder::new()
                .content("application/json", json.clone())
                .content("application/x-www-form-urlencoded", json)
                .build(),
        };
        // A plain form is answered for people: with the page to go to, or with one that says what is wrong.
        let page = ContentBuilder::new().schema(text()).build();
        return built
            .response("303", ResponseBuilder::new().description("To a plain form: the page that shows it."))
            .response("default", answer("A problem.", problem()).content("text/html", page).build())
            .request_body(Some(body))
            .build();
    }
    with_query(built, operation.path, &shapes.request).build()
}

/// An operation with what is the same of each: name, callers, what its path names, and problems.
fn begun(path: &str, name: &str, who: &str, scope: Option<Scope>) -> OperationBuilder {
    let programs = scope.map(|scope| format!(", and programs whose token allows {}", scope.word()));
    let begun = OperationBuilder::new()
        .operation_id(Some(name))
        .summary(Some(format!("For {who}{}.", programs.unwrap_or_default())))
        .securities(scope.map(|scope| callers(who, scope)))
        .response("default", answer("A problem.", problem()));
    in_path(path).into_iter().fold(begun, |begun, name| {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path);
        begun.parameter(parameter.required(Required::True).schema(text()).build())
    })
}

/// Whoever may call it as they are, and programs.
fn callers(who: &str, scope: Scope) -> [SecurityRequirement; 2] {
    let people = match who {
        Anyone::WHO => SecurityRequirement::default(),
        _ => SecurityRequirement::new(SESSION, [""; 0]),
    };
    [people, SecurityRequirement::new(TOKEN, [scope.word()])]
}

fn in_path(path: &str) -> Vec<&str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect()
}

fn text() -> Option<RefOr<Schema>> {
    Some(<String as utoipa::PartialSchema>::schema())
}

fn with_query(built: OperationBuilder, path: &str, request: &RefOr<Schema>) -> OperationBuilder {
    let named = in_path(path);
    let query = properties(request).into_iter().filter(|(name, _)| !named.contains(&name.as_str()));
    query.fold(built, |built, (name, schema)| {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        built.parameter(parameter.required(Required::False).schema(Some(schema)).build())
    })
}

fn file(file: &File, query: Option<RefOr<Schema>>) -> utoipa::openapi::path::Operation {
    let File { path, name, who, scope, kind, .. } = *file;
    let content = ContentBuilder::new().schema(text()).build();
    let built = begun(path, name, who, scope)
        .response("200", ResponseBuilder::new().description("The file.").content(kind, content));
    match query {
        Some(request) => with_query(built, path, &request).build(),
        None => built.build(),
    }
}

fn properties(request: &RefOr<Schema>) -> Vec<(String, RefOr<Schema>)> {
    match request {
        RefOr::T(Schema::Object(object)) => {
            object.properties.iter().map(|(name, schema)| (name.clone(), schema.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn problem() -> RefOr<Schema> {
    RefOr::Ref(utoipa::openapi::Ref::from_schema_name("Problem"))
}

fn answer(text: &str, schema: RefOr<Schema>) -> ResponseBuilder {
    let json = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(text).content("application/json", json)
}

#[cfg(test)]
mod tests {
    use super::FILES;
    use serde_json::Value;
    use std::collections::{HashMap, HashSet};

    #[test]
    fn no_two_schemas_share_a_name() {
        let mut known = HashMap::new();
        for operation in crate::api::table().operations() {
            for (name, schema) in (operation.shapes)().named {
                let schema = serde_json::to_value(&schema).unwrap_or_default();
                let before = known.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*before, schema, "{name}");
            }
        }
    }

    #[test]
    fn no_two_operations_share_an_id() {
        let table = crate::api::table();
        let files = FILES.iter().map(|file| file.name);
        let mut known = HashSet::new();
        for name in table.operations().iter().map(|one| one.name.as_str()).chain(files) {
            assert!(known.insert(name), "{name}");
        }
    }

    /// Every object of a document, with the way to it.
    fn visit(value: &Value, way: &str, each: &mut impl FnMut(&str, &serde_json::Map<String, Value>)) {
        match value {
            Value::Object(object) => {
                each(way, object);
                object.iter().for_each(|(name, value)| visit(value, &format!("{way}/{name}"), each));
            }
            Value::Array(list) => list.iter().for_each(|value| visit(value, way, each)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_list_has_one_kind_of_item() {
        let document = super::describe(crate::api::table().operations());
        let document: Value = serde_json::from_slice(&document).unwrap();
        visit(&document, "", &mut |way, object| {
            if let Some(Value::String(to)) = object.get("$ref") {
                assert!(document.pointer(to.trim_start_matches('#')).is_some(), "{way}: {to}");
            }
            assert!(!object.get("items").is_some_and(Value::is_array), "{way}");
        });
    }
}
