/** A form made from a JSON schema: one field a member, by its type, bounds and allowed values. */
import { h } from "./dom.js";

const elsewhere = new Set(["series", "sample", "model", "horizon", "options", "kind"]); // asked in other places, or not here

/** The members of a training beside those the page asks for itself. @param {any} schema of a training */
export function optionsForm(schema) {
  const more = Object.entries(schema.properties).filter(([name, member]) => !elsewhere.has(name) && isSimple(member));
  const top = fieldset("Data and answer", more);
  const training = fieldset("Training", Object.entries(schema.properties.options?.properties ?? {}).filter(([, member]) => isSimple(member)));
  return {
    element: h("div", { class: "stack" }, top.element, training.element),
    /** What was set, as a training takes it. @returns {Record<string, any>} */
    read() {
      const options = training.read();
      return { ...top.read(), ...(Object.keys(options).length ? { options } : {}) };
    },
  };
}

function isSimple(member) { return !["object"].includes(typeOf(member)) && (typeOf(member) !== "array" || typeOf(member.items) === "number"); }

function typeOf(member) {
  const type = member?.type;
  return Array.isArray(type) ? type.find((one) => one !== "null") : type;
}

function fieldset(title, members) {
  const fields = members.map(([name, member]) => field(name, member));
  return {
    element: h("fieldset", { class: "options" }, h("legend", { text: title }), fields.map((one) => one.element)),
    read: () => Object.fromEntries(fields.map((one) => [one.name, one.read()]).filter(([, value]) => value !== undefined)),
  };
}

function field(name, member) {
  const id = `option-${name}`, input = inputOf(member, id);
  return {
    name,
    element: h("div", { class: "field" }, h("label", { for: id, text: spaced(name) }), input, h("p", { class: "hint", id: `${id}-hint`, text: hint(member) })),
    read: () => valueOf(input.value.trim(), member),
  };
}

function inputOf(member, id) {
  const described = { id, class: "input", "aria-describedby": `${id}-hint` };
  const choices = member.enum ?? (typeOf(member) === "boolean" ? ["true", "false"] : null);
  if (choices) return h("select", described, h("option", { value: "", text: "chosen for you" }), choices.map((choice) =>
    h("option", { value: String(choice), text: { true: "yes", false: "no" }[choice] ?? String(choice) })));
  if (["integer", "number"].includes(typeOf(member)))
    return h("input", { ...described, type: "number", min: member.minimum, max: member.maximum, step: typeOf(member) === "integer" ? 1 : "any", placeholder: "chosen for you" });
  return h("input", { ...described, type: "text", placeholder: "chosen for you", autocomplete: "off" });
}

function valueOf(text, member) {
  if (text === "") return undefined;
  const type = typeOf(member);
  if (type === "integer" || type === "number") return Number(text);
  if (type === "boolean") return text === "true";
  if (type === "array") return text.split(",").map(Number);
  return text;
}

function hint(member) {
  const bounds = member.minimum !== undefined && member.maximum !== undefined ? ` ${member.minimum} to ${member.maximum}.` : "";
  return `${member.description ?? ""}${bounds}${typeOf(member) === "array" ? " With commas between." : ""}`.trim();
}

function spaced(name) {
  const words = name.replace(/([a-z])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`);
  return words[0].toUpperCase() + words.slice(1);
}
