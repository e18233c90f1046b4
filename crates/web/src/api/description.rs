//! The description of the interface, OpenAPI 3.1, made from the table of operations.

use super::{
    Kind, OPERATIONS, Operation, Param, Problem, TEXT_CHARS_MAX, TIME_PATTERN, list::CURSOR_PATTERN,
};
use crate::Method;
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// Statuses of problems that any operation may give, with what they mean.
const PROBLEMS: [(&str, &str); 4] = [
    ("400", "something that was said is not as it must be, or a search cannot be read"),
    ("404", "there is no such thing"),
    ("409", "the cursor is of another record"),
    ("503", "a story of the library is still being read: ask again"),
];

/// The description.
pub fn openapi() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    let mut schemas = settings.into_generator();
    let problem = schemas.subschema_for::<Problem>();
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let verb = if operation.method == Method::Post { "post" } else { "get" };
        let path = paths.entry(format!("/api/v1{}", operation.path)).or_insert_with(|| json!({}));
        path[verb] = described(operation, &mut schemas);
    }
    let definitions = schemas.take_definitions(true);
    let content = json!({"application/problem+json": {"schema": problem}});
    let refused = |about: &str| json!({"description": about, "content": content});
    let refusals: Map<String, Value> =
        PROBLEMS.iter().map(|(code, about)| ((*code).to_string(), refused(about))).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Secondsource",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What reports of a running story say, by whom and through whom. \
                            Offsets are Unicode code points; every citation carries its words. \
                            Errors are application/problem+json; lists go on by `cursor`; every \
                            answer has an ETag.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": definitions, "responses": refusals},
    })
}

fn described(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let in_path = |param: &&Param| operation.path.contains(&format!("{{{}}}", param.name));
    let answer = (operation.gives)(schemas);
    let mut responses = json!({
        "200": {
            "description": operation.about,
            "headers": {"ETag": {"schema": {"type": "string"}}},
            "content": {"application/json": {"schema": answer}},
        },
    });
    for (code, _) in PROBLEMS {
        responses[code] = json!({"$ref": format!("#/components/responses/{code}")});
    }
    let mut described = json!({
        "operationId": operation.id,
        "summary": operation.about,
        "responses": responses,
    });
    if operation.method == Method::Post {
        let schema = object(operation.params.iter());
        described["requestBody"] =
            json!({"required": true, "content": {"application/json": {"schema": schema}}});
    } else {
        let params = operation.params.iter().map(|param| {
            json!({
                "name": param.name,
                "in": if in_path(&param) { "path" } else { "query" },
                "required": param.needed,
                "description": param.about,
                "schema": schema(param),
            })
        });
        described["parameters"] = params.collect();
    }
    described
}

/// The schema of an object that has some parameters as its fields.
pub fn object<'p>(params: impl Iterator<Item = &'p Param> + Clone) -> Value {
    let described = params.clone().map(|param| {
        let mut schema = schema(param);
        schema["description"] = param.about.into();
        (param.name.to_string(), schema)
    });
    let fields: Map<String, Value> = described.collect();
    let needed: Vec<&str> = params.filter(|param| param.needed).map(|param| param.name).collect();
    json!({"type": "object", "properties": fields, "required": needed})
}

fn schema(param: &Param) -> Value {
    match param.kind {
        Kind::Text => {
            let least = usize::from(param.needed);
            json!({"type": "string", "minLength": least, "maxLength": TEXT_CHARS_MAX})
        }
        Kind::Number(least, most) => {
            json!({"type": "integer", "minimum": least, "maximum": most})
        }
        Kind::Flag => json!({"type": "boolean"}),
        Kind::OneOf(words) => json!({"type": "string", "enum": words}),
        Kind::Cursor => json!({"type": "string", "pattern": CURSOR_PATTERN}),
        Kind::Time => json!({"type": "string", "pattern": TIME_PATTERN}),
    }
}
