"""The JSON Schema of keur.yaml, for editors: generated, published, and equal to what is committed."""

import json

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from keur.config.config import Config


class _Untitled(GenerateJsonSchema):
    """Without a title per field: an editor would show it above the description and it says nothing new."""

    def field_title_should_be_set(self, schema: object) -> bool:
        return False


def schema_text() -> str:
    """JSON Schema 2020-12 as text, one newline at its end."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:keur:config:v1",
        **TypeAdapter(Config).json_schema(by_alias=True, schema_generator=_Untitled),
        "title": "keur.yaml",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
