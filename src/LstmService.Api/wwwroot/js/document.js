/** The service's own OpenAPI document: which routes there are, and what a training may be given. */
import { json } from "./api.js";

let document_ = null;

/** @returns {Promise<any>} */
function load() {
  document_ ??= json("/openapi/v1.json").catch((error) => { document_ = null; throw error; });
  return document_;
}

/** Is there such a route? @param {string} route as the document writes it */
export async function hasRoute(route) {
  return Boolean((await load()).paths[route]);
}

/** The schema of a JSON training, with its references followed. @returns {Promise<any>} */
export async function trainingSchema() {
  const whole = await load();
  return follow(whole.paths["/train"].post.requestBody.content["application/json"].schema, whole, 0);
}

function follow(schema, whole, depth) {
  if (!schema || typeof schema !== "object" || depth > 12) return schema;
  if (schema.$ref) return follow(schema.$ref.slice(2).split("/").reduce((at, name) => at[name], whole), whole, depth + 1);
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([name, value]) => [name, follow(value, whole, depth + 1)]);
  return { ...schema, properties: Object.fromEntries(properties) };
}
