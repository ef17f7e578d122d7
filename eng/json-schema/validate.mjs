// Usage: node validate.mjs SCHEMA [POINTER] < documents, one JSON document a line.
// Prints a line for each: "valid", or "invalid " and why. Exit code 2 where the schema itself is wrong.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const [schemaFile, pointer = ""] = process.argv.slice(2);
let validate;
try {
  const schema = JSON.parse(readFileSync(schemaFile, "utf8"));
  // `strictTypes` wants `type` repeated beside `oneOf` and `required`, which the object around them already states.
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  ajv.addSchema(schema);
  validate = ajv.compile({ $ref: schema.$id + "#" + pointer });
} catch (error) {
  console.error(String(error));
  process.exit(2);
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line.length > 0);
const answers = lines.map((line) =>
  validate(JSON.parse(line)) ? "valid" : `invalid ${validate.errors.map((e) => `${e.instancePath} ${e.message}`).join("; ")}`,
);
process.stdout.write(answers.join("\n") + "\n");
