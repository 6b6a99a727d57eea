//! The API's description, generated from the route table.

use super::table::{Operation, Shapes};
use axum::Router;
use axum::routing::get;
use bytes::Bytes;
use http::header;
use model::endpoint::{API, Method};
use std::sync::{Arc, OnceLock};
use utoipa::ToSchema;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ComponentsBuilder, Schema};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApiBuilder, PathItem, PathsBuilder, RefOr, Required, ResponseBuilder,
};

pub const PATH: &str = "/api/v1/openapi.json";

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
    let components = ComponentsBuilder::new().schemas_from_iter(schemas).build();
    let document = OpenApiBuilder::new()
        .info(InfoBuilder::new().title("Accord").version(env!("CARGO_PKG_VERSION")).build())
        .paths(paths.build())
        .components(Some(components))
        .build();
    Bytes::from(document.to_json().unwrap_or_default())
}

fn one(operation: &Operation, shapes: &Shapes) -> utoipa::openapi::path::Operation {
    let mut built = OperationBuilder::new()
        .operation_id(Some(operation.name.clone()))
        .summary(Some(format!("For {}.", operation.who)))
        .response("200", answer("Done.", shapes.reply.clone()))
        .response("default", answer("A problem.", problem()));
    let in_path: Vec<&str> =
        operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
    let text = || Some(<String as utoipa::PartialSchema>::schema());
    for name in &in_path {
        built = built.parameter(
            ParameterBuilder::new()
                .name(*name)
                .parameter_in(ParameterIn::Path)
                .required(Required::True)
                .schema(text())
                .build(),
        );
    }
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
    for (name, schema) in properties(&shapes.request) {
        if !in_path.contains(&name.as_str()) {
            built = built.parameter(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Query)
                    .required(Required::False)
                    .schema(Some(schema))
                    .build(),
            );
        }
    }
    built.build()
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
    use serde_json::Value;
    use std::collections::HashMap;

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
