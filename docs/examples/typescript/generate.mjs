// Types for what is asked, made by graphql-codegen from the SDL that a municipality's host gives away.
import { readFile, writeFile } from "node:fs/promises";
import { codegen } from "@graphql-codegen/core";
import * as typedDocuments from "@graphql-codegen/typed-document-node";
import * as types from "@graphql-codegen/typescript";
import * as operations from "@graphql-codegen/typescript-operations";
import { parse } from "graphql";

const text = (name) => readFile(new URL(name, import.meta.url), "utf8");
const made = await codegen({
  filename: "asked.ts",
  schema: parse(await text("schema.graphql")),
  documents: [{ location: "copy.graphql", document: parse(await text("../copy.graphql")) }],
  config: { documentMode: "string", useTypeImports: true, enumsAsTypes: true, onlyOperationTypes: true },
  plugins: [{ types: {} }, { operations: {} }, { typedDocuments: {} }],
  pluginMap: { types, operations, typedDocuments },
});
await writeFile(new URL("asked.ts", import.meta.url), made);
